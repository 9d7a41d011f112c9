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
    ///   - launcher: The path of a program that calls ``Launcher/becomeChildIfAsked(_:)`` first of all, normally our
    ///     own; `nil` in tests, where children may outlive a killed test.
    ///   - loadTimeout: How long a child may load; 5 minutes.
    ///   - stopGrace: How long a child has to end by itself; 2 s, llama-server takes 0.05 s.
    ///   - hangTimeout: How long a running child may leave probes unanswered before it is killed; 5 s, zero means for
    ///     ever.
    package init(
        group: MultiThreadedEventLoopGroup,
        sockets: SocketFolder,
        files: ModelFiles = ModelFiles(),
        launcher: String?,
        loadTimeout: Duration = .seconds(300),
        stopGrace: Duration = .seconds(2),
        hangTimeout: Duration = .seconds(5)
    ) {
        self.group = group
        self.sockets = sockets
        self.files = files
        self.launcher = launcher
        self.loadTimeout = loadTimeout
        self.stopGrace = stopGrace
        self.hangTimeout = hangTimeout
    }

    /// A name that no other child of this process has had.
    func nextSocketName() -> String {
        String(socketNumber.add(1, ordering: .relaxed).newValue)
    }
}
