import Schema

/// Pictures, told by their first bytes.
package enum Picture {
    /// The `data:` address of a picture in a file; `nil` when its first bytes are those of no picture.
    package static func address(of file: some RandomAccessCollection<UInt8>) -> String? {
        type(of: Array(file.prefix(16))).map { "data:\($0);base64,\(Base64.encode(file))" }
    }

    /// The `data:` address of a picture in base64, as Ollama's clients send it; `nil` when its first bytes are those of no picture.
    static func address(of text: String) -> String? {
        if text.hasPrefix("data:") { return text }
        let start = decoded(text.utf8.prefix(16))
        return type(of: start).map { "data:\($0);base64,\(text)" }
    }

    /// Where a text stops being base64; `nil` when it does not.
    ///
    /// A `data:` address is not looked into.
    static func firstFault(in text: String) -> Int? {
        guard !text.hasPrefix("data:") else { return nil }
        let end = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") || $0 == 0x0A || $0 == 0x0D }.count
        let fault = text.utf8.prefix(end).enumerated().first {
            value(of: $0.element) == nil && $0.element != 0x0A && $0.element != 0x0D
        }
        return fault?.offset
    }

    private static func type(of start: [UInt8]) -> String? {
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if start.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if start.starts(with: Array("GIF8".utf8)) { return "image/gif" }
        if start.starts(with: Array("BM".utf8)) { return "image/bmp" }
        // A container for many things; a sound starts like this as well.
        if start.starts(with: Array("RIFF".utf8)), start.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return "image/webp"
        }
        return nil
    }

    private static func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = value(of: character) else { break }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
