package import NIOCore

/// Where an upstream listens.
package enum UpstreamAddress: Hashable, Sendable, CustomStringConvertible {
    /// A unix socket.
    case unix(path: String)

    package var description: String {
        switch self {
        case .unix(let path): path
        }
    }

    /// The address as NIO has it.
    ///
    /// - Throws: When a path is longer than the operating system allows.
    package var socketAddress: SocketAddress {
        get throws {
            switch self {
            case .unix(let path): try SocketAddress(unixDomainSocketPath: path)
            }
        }
    }
}
