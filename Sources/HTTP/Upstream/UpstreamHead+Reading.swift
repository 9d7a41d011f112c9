extension UpstreamHead {
    /// The bytes that a head takes, its blank line included; `nil` when that has not come.
    static func length(in bytes: UnsafeRawBufferPointer) -> Int? {
        var start = 0
        while let end = lineEnd(in: bytes, from: start) {
            if start > 0, end == start || (end == start + 1 && bytes[start] == 0x0D) { return end + 1 }
            start = end + 1
        }
        return nil
    }

    /// Reads a head, its blank line included.
    ///
    /// No text is made of what is not used: a head is read for every request.
    /// - Throws: ``UpstreamFailure/malformed(_:)``.
    init(reading bytes: UnsafeRawBufferPointer) throws(UpstreamFailure) {
        var start = 0
        let statusLine = Self.line(in: bytes, from: &start)
        // "HTTP/1.1 200", and after a blank the reason, which means nothing.
        guard statusLine.count >= 12, statusLine.starts(with: "HTTP/1.".utf8), statusLine[8] == UInt8(ascii: " "),
            statusLine.count == 12 || statusLine[12] == UInt8(ascii: " "),
            let status = Self.number(statusLine[9..<12]), status >= 100
        else { throw .malformed("a status line '\(Self.quotable(statusLine))'") }
        self.init(status: status, framing: .untilClose, isReusable: statusLine[7] == UInt8(ascii: "1"))
        while start < bytes.count {
            let line = Self.line(in: bytes, from: &start)
            if line.isEmpty { break }
            try take(line)
        }
        if status == 204 || status == 304 { framing = .none }
        if framing == .untilClose { isReusable = false }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer) throws(UpstreamFailure) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw .malformed("a header line '\(Self.quotable(line))'")
        }
        let name = line[..<colon]
        let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        // The length tells most names apart without a look at their bytes.
        switch name.count {
        case 14 where Self.isSame(name, "content-length"):
            guard let length = Self.number(value) else { throw .malformed("Content-Length '\(Self.quotable(value))'") }
            if framing != .chunked { framing = .length(length) }
        case 17 where Self.isSame(name, "transfer-encoding"): framing = .chunked
        case 10 where Self.isSame(name, "connection"): if Self.isSame(value, "close") { isReusable = false }
        case 12 where Self.isSame(name, "content-type"): contentType = String(decoding: value, as: UTF8.self)
        case 11 where Self.isSame(name, "retry-after"): retryAfter = String(decoding: value, as: UTF8.self)
        default: break
        }
    }

    private static func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == 0x0A { return index }
            index += 1
        }
        return nil
    }

    /// The line that starts at an index, without its end; the index moves behind it.
    private static func line(in bytes: UnsafeRawBufferPointer, from start: inout Int) -> UnsafeRawBufferPointer {
        let end = lineEnd(in: bytes, from: start) ?? bytes.count
        let line = bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)]
        start = end + 1
        return UnsafeRawBufferPointer(rebasing: line)
    }

    /// A number of decimal digits and nothing else; `nil` also for one that no `Int` can hold.
    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        // 18 digits always fit.
        guard 1...18 ~= digits.count else { return nil }
        var number = 0
        for byte in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// Whether bytes are this text of small letters and hyphens, in whatever case.
    private static func isSame(_ bytes: Slice<UnsafeRawBufferPointer>, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            bytes.elementsEqual(text) { byte, letter in
                byte == letter || (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte && byte | 0x20 == letter)
            }
        }
    }

    private static func quotable(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: Array(bytes.prefix(80)), as: UTF8.self)
    }
}
