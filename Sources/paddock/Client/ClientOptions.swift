import ArgumentParser

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which server to talk to.
struct ClientOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server: HOST, HOST:PORT or http://HOST:PORT. (env: PADDOCK_HOST; default: 127.0.0.1)",
            valueName: "address"
        )
    )
    var host: String?

    @Option(help: "The server's port, where --host names none. (env: PADDOCK_PORT; default: 8080)")
    var port: Int?

    /// The server that they name.
    func address() throws -> ServerAddress {
        let host = try Setting.value(host, "PADDOCK_HOST") ?? "127.0.0.1"
        let port = try Setting.value(port, "PADDOCK_PORT")
        guard !host.lowercased().hasPrefix("https://") else {
            throw ValidationError(
                """
                The commands speak http:// only, so '\(host)' is out of reach. On the machine of the server use \
                http://127.0.0.1:PORT; from elsewhere, a tunnel such as ssh -L 8080:127.0.0.1:8080 MACHINE.
                """
            )
        }
        guard let address = ServerAddress(host, port: port) else {
            let port = port.map { " with port \($0)" } ?? ""
            throw ValidationError(
                "'\(host)'\(port) is no address of a server: expected HOST, HOST:PORT or http://HOST:PORT."
            )
        }
        return address
    }

    /// What proves to the server, or to a proxy before it, who asks; `nil` when nothing does.
    func key() throws -> String? {
        guard let key = try Setting.value(nil as String?, "PADDOCK_API_KEY") else { return nil }
        guard key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw ValidationError("The environment's PADDOCK_API_KEY has a character that no key can have.")
        }
        return key
    }
}

/// A command that talks to a running server.
protocol ClientCommand: AsyncParsableCommand {
    /// Which server.
    var server: ClientOptions { get }

    /// Does it.
    ///
    /// - Throws: ``Refusal``, which ends the program with status 1, and others with a sentence.
    func run(with client: Client) async throws
}

extension ClientCommand {
    func run() async throws {
        // A reader that leaves is no reason to die without a word.
        signal(SIGPIPE, SIG_IGN)
        try await run(with: Client(to: server.address(), key: server.key()))
    }
}
