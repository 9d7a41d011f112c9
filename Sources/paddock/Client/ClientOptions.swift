import ArgumentParser

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which server to talk to.
struct ClientOptions: ParsableArguments {
    @Option(help: "The server: HOST, HOST:PORT or http://HOST:PORT. (env: PADDOCK_HOST, default: 127.0.0.1)")
    var host: String?

    @Option(help: "The server's port, where --host names none. (env: PADDOCK_PORT, default: 8080)")
    var port: Int?

    /// The server that they name.
    func address() throws -> ServerAddress {
        let host = try Setting.value(host, "PADDOCK_HOST") ?? "127.0.0.1"
        let port = try Setting.value(port, "PADDOCK_PORT")
        guard let address = ServerAddress(host, port: port) else {
            let port = port.map { " with port \($0)" } ?? ""
            throw ValidationError(
                "'\(host)'\(port) is no address of a server: expected HOST, HOST:PORT or http://HOST:PORT."
            )
        }
        return address
    }
}

/// A command that talks to a running server.
protocol ClientCommand: AsyncParsableCommand {
    /// Which server.
    var server: ClientOptions { get }

    /// Does it.
    ///
    /// - Throws: ``Refusal`` and others with a sentence, which end the program with status 1.
    func run(with client: Client) async throws
}

extension ClientCommand {
    func run() async throws {
        // A reader that leaves is no reason to die without a word.
        signal(SIGPIPE, SIG_IGN)
        do {
            try await run(with: Client(to: server.address()))
        } catch let failure as Failure {
            failure.exit()
        } catch let refusal as Refusal {
            Failure(status: 1, refusal.description).exit()
        } catch let error as ValidationError {
            // Told with this command's usage; whoever catches it above knows only the root's.
            StandardError.write("Error: \(error.message)\nUsage: \(Main.usageString(for: Self.self))\n")
            Main.exit(withError: ExitCode(2))
        }
    }
}
