import ArgumentParser
import Download
import Providers
import Store

/// Fetches a model.
struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetch a model from a registry, from Hugging Face, or from an address.",
        discussion: """
            MODEL is a name of Ollama's registry (smollm2:135m), a repository of Hugging Face with a quantisation \
            (hf.co/organisation/repository:Q4_K_M), a model of another registry (host:port/namespace/model:tag), or the \
            address of a GGUF file (https://…/file.gguf). What has come is kept when the download is interrupted, and \
            the next one goes on with it. A server that runs finds the model by itself. Proxies are taken from \
            http_proxy, https_proxy and no_proxy, a token for Hugging Face from HF_TOKEN.
            """
    )

    @Argument(help: "The model to fetch.")
    var model: String

    @Flag(help: "Allow http:// addresses, and ask registries that are named with a port without encryption.")
    var insecure = false

    @Option(help: ArgumentHelp("How many parts of a file are fetched at once, 1 to 64.", valueName: "number"))
    var parallel = 4

    @Option(
        help: ArgumentHelp(
            "How many seconds a connection may be silent before it is tried anew, 1 to 3600.",
            valueName: "seconds"
        )
    )
    var patience = 30

    func validate() throws {
        guard 1...64 ~= parallel else { throw ValidationError("--parallel must be from 1 to 64, not \(parallel).") }
        guard 1...3600 ~= patience else { throw ValidationError("--patience must be from 1 to 3600, not \(patience).") }
    }

    func run() async throws {
        var settings = DownloadSettings()
        settings.parallelParts = parallel
        settings.patience = .seconds(patience)
        let display = PullDisplay()
        let pull = ModelPull(model, into: LibraryFolder(UserFolder.models), insecure: insecure, settings: settings)
        let work = Task { () async throws(PullFailure) in try await pull.run(progress: display.show) }
        let signals = Signals()
        let interruption = Task {
            _ = await signals.next()
            work.cancel()
            await signals.endAtSecond()
        }
        let result = await work.result
        interruption.cancel()
        display.finish()
        do {
            StandardOutput.write("\(try result.get().displayed)\n")
        } catch let failure as PullFailure where failure.cause == .cancelled {
            let flag = insecure ? " --insecure" : ""
            throw Failure(status: 1, "interrupted; what has come is kept: paddock pull \(model)\(flag) goes on with it")
        } catch {
            throw Failure(status: 1, "\(error)")
        }
    }
}
