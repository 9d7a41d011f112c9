/// Tells a `Host` that means this machine from any other.
///
/// A page from outside can have the name of its own server lead to this machine (DNS rebinding); its requests are then
/// of the same origin to the browser, and only their `Host` gives them away.
package struct HostGuard: Sendable {
    private let names: Set<String>
    private let addresses: Set<IPAddress>

    /// What a `Host` means.
    enum Meaning: Hashable, Sendable {
        /// This machine or one of its network, by address.
        case address
        /// This machine or one of its network, by name; also no `Host` at all, which browsers never send.
        case name
        /// Something else.
        case foreign
    }

    /// - Parameters:
    ///   - names: What this machine is called, besides `localhost`.
    ///   - addresses: The addresses that this machine has, besides those that every machine has.
    init(names: [String], addresses: [IPAddress]) {
        self.names = Set(names.map { $0.lowercased() }).union(["", "localhost"])
        self.addresses = Set(addresses)
    }

    /// What a `Host` means, with or without a port.
    ///
    /// An address of IPv6 in brackets without a port is taken for a name that nobody has.
    ///
    /// Source: Ollama, server/routes.go, `allowedHostsMiddleware`.
    func meaning(of host: String) -> Meaning {
        if Self.isUsual(host) { return .address }
        let name = Self.withoutPort(host.lowercased())
        // Before anything is read as an address: most clients that give no address say `localhost`.
        if names.contains(name) { return .name }
        if let address = IPAddress(name) {
            let isLocal = address.isLoopback || address.isPrivate || address.isUnspecified
            return isLocal || addresses.contains(address) ? .address : .foreign
        }
        return [".localhost", ".local", ".internal"].contains(where: name.hasSuffix) ? .name : .foreign
    }

    /// Whether it is the address that most clients on this machine are given, with any port; told by its bytes alone.
    private static func isUsual(_ host: String) -> Bool {
        let address: StaticString = "127.0.0.1"
        var place = 0
        for byte in host.utf8 {
            let fits =
                switch place {
                case ..<address.utf8CodeUnitCount: byte == address.utf8Start[place]
                case address.utf8CodeUnitCount: byte == UInt8(ascii: ":")
                default: UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                }
            guard fits else { return false }
            place += 1
        }
        return place >= address.utf8CodeUnitCount
    }

    /// The name or address before the port; every request has one, so bytes are compared and not characters.
    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")) else { return host }
        let name = host[..<colon]
        if name.utf8.first == UInt8(ascii: "["), name.utf8.last == UInt8(ascii: "]") {
            return String(name.dropFirst().dropLast())
        }
        return name.utf8.contains(UInt8(ascii: ":")) ? host : String(name)
    }
}
