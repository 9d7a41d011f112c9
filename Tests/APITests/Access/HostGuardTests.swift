import Testing

@testable import API

@Suite struct `A host guard` {
    private let hosts = HostGuard(
        names: ["Workshop"],
        addresses: ["203.0.113.7", "2001:db8::7"].compactMap(IPAddress.init)
    )

    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:11434", "127.8.9.10", "[::1]:11434", "::1", "0.0.0.0:8080", "[::]:8080",
        "10.0.0.1", "172.16.0.1:80", "172.31.255.255", "192.168.1.2:8080", "[fd00::1]:8080", "[::ffff:127.0.0.1]:1",
        "203.0.113.7:8080", "[2001:DB8::7]:8080",
    ])
    func `lets loopback, private, unspecified and own addresses pass`(_ host: String) {
        #expect(hosts.meaning(of: host) == .address)
    }

    @Test(arguments: [
        "localhost", "localhost:11434", "LOCALHOST", "workshop", "WORKSHOP:8080", "a.localhost:3000", "printer.local",
        "host.docker.internal:11434", "",
    ])
    func `lets the names of this machine and of its network pass`(_ host: String) {
        #expect(hosts.meaning(of: host) == .name)
    }

    @Test(arguments: [
        "example.com", "example.com:8080", "localhost.example.com", "local", "mylocal", "8.8.8.8", "172.32.0.1",
        "172.15.0.1:80", "[2001:db8::8]:80", "workshop.example.com", "127.0.0.1.example.com", "127.1", "2130706433",
        "localhost@example.com",
    ])
    func `refuses everything else`(_ host: String) {
        #expect(hosts.meaning(of: host) == .foreign)
    }

    @Test(arguments: ["[::1]", "[fd00::1]"])
    func `refuses an address in brackets that has no port, as Ollama does`(_ host: String) {
        #expect(hosts.meaning(of: host) == .foreign)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.0.0.2", true), ("::1", true), ("localhost", true), ("0.0.0.0", false), ("::", false),
        ("no such host", false),
    ])
    func `stands before a server that nobody else can reach, and before no other`(_ host: String, _ isGuarded: Bool) {
        let hosts = HostGuard(listeningOn: host)
        #expect((hosts != nil) == isGuarded)
        if let hosts { #expect(hosts.meaning(of: "example.com") == .foreign) }
    }
}
