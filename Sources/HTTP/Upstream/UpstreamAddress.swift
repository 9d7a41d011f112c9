import NIOCore
import NIOPosix

/// Where an upstream listens.
package enum UpstreamAddress: Hashable, Sendable, CustomStringConvertible {
    /// A unix socket.
    case unix(path: String)
    /// A host, by name or number, and its port.
    case tcp(host: String, port: Int)

    package var description: String {
        switch self {
        case .unix(let path): path
        case .tcp(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }
}

extension ClientBootstrap {
    /// Connects to an upstream; fails when a path is longer than the operating system allows.
    func connect(to address: UpstreamAddress) -> EventLoopFuture<any Channel> {
        switch address {
        case .unix(let path): connect(unixDomainSocketPath: path)
        case .tcp(let host, let port): connect(host: host, port: port)
        }
    }
}
