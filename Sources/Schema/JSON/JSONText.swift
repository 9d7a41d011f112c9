/// What stands between the quotes of JSON strings.
package enum JSONText {
    /// The text of the bytes between two quotes, as a scanner has found them.
    ///
    /// A surrogate without its other half becomes U+FFFD, as do bytes that are not UTF-8.
    package static func unescape(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let next = plainEnd(of: bytes, from: index)
            plain.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<next]))
            index = next
            guard index < bytes.count else { break }
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                plain.append(bytes[index])
                index += 1
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            switch escape {
            case UInt8(ascii: "b"): plain.append(0x08)
            case UInt8(ascii: "f"): plain.append(0x0C)
            case UInt8(ascii: "n"): plain.append(0x0A)
            case UInt8(ascii: "r"): plain.append(0x0D)
            case UInt8(ascii: "t"): plain.append(0x09)
            case UInt8(ascii: "u"): plain.append(contentsOf: String(scalar(of: bytes, at: &index)).utf8)
            default: plain.append(escape)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// Adds a text in quotes, with the escapes that JSON demands and no others.
    package static func writeQuoted(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            var index = 0
            while index < bytes.count {
                let next = plainEnd(of: bytes, from: index)
                buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<next]))
                if next < bytes.count { buffer.append(contentsOf: escape(of: bytes[next]).utf8) }
                index = next + 1
            }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    /// Where the next byte is that cannot stand for itself in a string: a quote, a backslash, a control character.
    static func plainEnd(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return start }
        var index = start
        // Long texts and encoded images are most of what is read, so eight bytes are looked at together.
        while index &+ 8 <= bytes.count {
            let specials = specials(
                of: UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            )
            if specials != 0 { return index &+ specials.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < bytes.count, !isSpecial(bytes[index]) { index += 1 }
        return index
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// The top bit of the first special byte among eight, and perhaps of some behind it; zero when none is special.
    ///
    /// A subtraction borrows from the next byte only where a special one stands, so nothing in front of that is marked.
    /// The quote and the backslash leave a byte's top bit alone, which is why one mask of `bytes` serves for all three.
    ///
    /// Source: S. E. Anderson, "Bit Twiddling Hacks", "Determine if a word has a byte less than n".
    private static func specials(of bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = bytes ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = bytes ^ (ones &* UInt64(UInt8(ascii: "\\")))
        return ((bytes &- ones &* 0x20) | (quotes &- ones) | (backslashes &- ones)) & ~bytes & (ones &* 0x80)
    }

    private static func escape(of byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): #"\""#
        case UInt8(ascii: "\\"): #"\\"#
        case 0x0A: #"\n"#
        case 0x0D: #"\r"#
        case 0x09: #"\t"#
        default: (byte < 0x10 ? #"\u000"# : #"\u00"#) + String(byte, radix: 16)
        }
    }

    /// The character of a `\u` escape whose digits start at `index`, which is moved behind it and its other half.
    private static func scalar(of bytes: UnsafeRawBufferPointer, at index: inout Int) -> Character {
        let first = unit(of: bytes, at: index)
        index += 4
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        let isPair =
            (0xD800..<0xDC00).contains(first) && index + 6 <= bytes.count && bytes[index] == UInt8(ascii: "\\")
            && bytes[index + 1] == UInt8(ascii: "u")
        guard isPair else { return "\u{FFFD}" }
        let second = unit(of: bytes, at: index + 2)
        guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)).map(Character.init) ?? "\u{FFFD}"
    }

    private static func unit(of bytes: UnsafeRawBufferPointer, at index: Int) -> UInt32 {
        guard index + 4 <= bytes.count else { return 0xFFFD }
        return UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16) ?? 0xFFFD
    }
}
