#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An address of IPv4 or IPv6.
struct IPAddress: Hashable, Sendable {
    /// Four bytes or sixteen; an address of IPv4 that is mapped into IPv6 has four.
    private let bytes: [UInt8]

    /// Reads an address as people write it, without brackets and port; `nil` for everything else.
    init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes.starts(with: Self.mapped) ? Array(bytes.suffix(4)) : bytes
        } else {
            return nil
        }
    }

    /// What stands before an address of IPv4 inside one of IPv6.
    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Whether it leads from a machine to itself.
    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// Whether it belongs to nobody in particular and is not routed on the internet.
    ///
    /// Source: RFC 1918, section 3; RFC 4193, section 3.
    var isPrivate: Bool {
        guard bytes.count == 4 else { return bytes[0] & 0xFE == 0xFC }
        return switch (bytes[0], bytes[1]) {
        case (10, _), (172, 16...31), (192, 168): true
        default: false
        }
    }

    /// Whether it stands for every address of a machine: `0.0.0.0` or `::`.
    var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
}
