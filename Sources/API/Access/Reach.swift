import NIOCore

/// Who can reach a server.
package enum Reach {
    /// Whether others than this machine can reach what listens on an address; a name that means none is not reached.
    ///
    /// Looks the address up, which can block for a moment.
    package static func isWide(listeningOn host: String) -> Bool {
        let address = try? SocketAddress.makeAddressResolvingHost(host, port: 0)
        return address?.ipAddress.flatMap { IPAddress($0) }.map { !$0.isLoopback } ?? false
    }
}
