import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension HostGuard {
    /// The guard of a server that listens where only this machine can reach it; `nil` for any other server, which may
    /// have names that are not known here.
    ///
    /// Looks the address up, and asks the machine for its name and addresses, which can block for a moment.
    ///
    /// - Parameter host: The address or name that the server listens on.
    package init?(listeningOn host: String) {
        let address = try? SocketAddress.makeAddressResolvingHost(host, port: 0)
        guard address?.ipAddress.flatMap({ IPAddress($0) })?.isLoopback == true else { return nil }
        let devices = (try? System.enumerateDevices()) ?? []
        self.init(
            names: [Self.machineName],
            addresses: devices.compactMap { $0.address?.ipAddress.flatMap { IPAddress($0) } }
        )
    }

    private static var machineName: String {
        // POSIX allows 255 bytes, and an end.
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
