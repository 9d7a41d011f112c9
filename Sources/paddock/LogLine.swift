import Logging

/// One line of the log, as bytes.
///
/// Every request writes one. Put together from texts, character by character, it would take longer than to relay the
/// request.
struct LogLine {
    /// What has been written so far.
    private(set) var bytes: [UInt8] = []

    /// A line of which nothing has been written, with room for a usual one.
    init() { bytes.reserveCapacity(256) }

    /// Adds a text as it is.
    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Adds a number, with zeros in front.
    mutating func append(_ number: Int, digits: Int) {
        if digits > 1 { append(number / 10, digits: digits - 1) }
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// Adds what is known, in the order of the keys.
    mutating func append(_ facts: Logger.Metadata) {
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            append(" ")
            append(key)
            append("=")
            // A text's own description would pass through a buffer of the interpolation first.
            if case .string(let text) = value { appendValue(text) } else { appendValue(value.description) }
        }
    }

    /// Adds a value: one of several words stands in quotes, and none breaks the line.
    mutating func appendValue(_ value: String) {
        var value = value
        value.withUTF8 { value in
            guard value.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) else {
                bytes.append(contentsOf: value)
                return
            }
            append("\"")
            for byte in value {
                switch byte {
                case UInt8(ascii: "\""): append(#"\""#)
                case 0x0D: append(#"\r"#)
                case 0x0A...0x0C: append(#"\n"#)
                default: bytes.append(byte)
                }
            }
            append("\"")
        }
    }
}
