import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Failure {
    /// Nobody can listen on an address.
    ///
    /// - Parameters:
    ///   - error: What the system, or NIO for it, has said.
    ///   - host: The address's host, as it was given.
    ///   - port: Its port.
    init(_ error: any Error, listeningOn host: String, port: Int) {
        let place = "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        let reason =
            switch error {
            case is SocketAddressError.UnknownHost:
                "there is no host of this name. --host takes an address of this machine, and --port the port."
            case let error as IOError: Self.reason(of: error.errnoCode, port)
            default: "\(error)"
            }
        self.init(status: 1, "cannot listen on \(place): \(reason)")
    }

    /// Why the system does not let anybody listen on a port, and what helps.
    static func reason(of code: CInt, _ port: Int) -> String {
        switch code {
        case EADDRINUSE: "another program listens there. End that one, or choose another port with --port."
        case EACCES where port < 1024:
            "ports below 1024 need the administrator's rights. Choose a higher one with --port."
        case EADDRNOTAVAIL:
            "this machine has no such address. --host 127.0.0.1 is for this machine alone, --host 0.0.0.0 for all its "
                + "networks."
        default: "\(String(cString: strerror(code)))."
        }
    }
}
