package import NIOPosix
package import Store
import Synchronization

/// What all children of this process share.
package final class ChildHost: Sendable {
    /// The event loops that talk to the children.
    let group: MultiThreadedEventLoopGroup
    /// Where the children's sockets lie.
    let sockets: SocketFolder
    /// What is known of the programs that run them.
    let binaries = LlamaServerBinaries()
    /// What is known of model files.
    package let files: ModelFiles
    /// What models were measured to take, also by earlier processes; `nil` remembers nothing.
    package let footprints: LearnedFootprints?
    /// Where conversations lie while their models do not run; `nil` keeps none.
    package let conversations: KVShelf?
    /// Our own program, which ties a child's life to ours; `nil` starts children directly.
    let launcher: String?
    /// How long a child may load before it is given up.
    let loadTimeout: Duration
    /// How long a child has to end by itself after SIGTERM.
    let stopGrace: Duration
    /// How long a running child may leave probes unanswered before it is killed; zero means for ever.
    let hangTimeout: Duration
    private let socketNumber = Atomic(0)

    /// The common ground of children.
    ///
    /// - Parameters:
    ///   - group: The event loops of the server.
    ///   - sockets: A private folder.
    ///   - files: What is known of model files.
    ///   - footprints: What models were measured to take; `nil` remembers nothing.
    ///   - conversations: Where conversations lie while their models do not run; `nil` keeps none.
    ///   - launcher: The path of a program that can launch others (``Launcher``), normally our
    ///     own; `nil` in tests, where children may outlive a killed test.
    ///   - loadTimeout: How long a child may load; 5 minutes.
    ///   - stopGrace: How long a child has to end by itself; 2 s, llama-server takes 0.05 s.
    ///   - hangTimeout: How long a running child may leave probes unanswered before it is killed; 5 s, zero means for
    ///     ever.
    package init(
        group: MultiThreadedEventLoopGroup,
        sockets: SocketFolder,
        files: ModelFiles = ModelFiles(),
        footprints: LearnedFootprints? = nil,
        conversations: KVShelf? = nil,
        launcher: String?,
        loadTimeout: Duration = .seconds(300),
        stopGrace: Duration = .seconds(2),
        hangTimeout: Duration = .seconds(5)
    ) {
        self.group = group
        self.sockets = sockets
        self.files = files
        self.footprints = footprints
        self.conversations = conversations
        self.launcher = launcher
        self.loadTimeout = loadTimeout
        self.stopGrace = stopGrace
        self.hangTimeout = hangTimeout
    }

    /// Asks a program for the devices that it can keep layers on.
    ///
    /// - Parameter program: A path or a name to look for on `PATH`; `nil` takes the first `llama-server` found.
    /// - Returns: The devices; `nil` when it cannot be asked.
    package func devices(of program: String?) async -> [BinaryFacts.Device]? {
        guard let path = try? LlamaServerBinary.find(program) else { return nil }
        return try? await binaries.facts(of: path).devices
    }

    /// A name that no other child of this process has had.
    func nextSocketName() -> String {
        String(socketNumber.add(1, ordering: .relaxed).newValue)
    }
}
