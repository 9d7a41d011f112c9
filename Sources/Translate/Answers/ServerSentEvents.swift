/// Finds the data of server-sent events in bytes that come in any pieces.
///
/// Source: WHATWG, "Server-sent events"; what llama-server writes has one `data:` line an event.
package struct ServerSentEvents: Sendable {
    /// An incomplete line, kept until its end comes.
    private var rest: [UInt8] = []
    private let limit: Int

    /// Starts a stream.
    ///
    /// - Parameter limit: The longest line in bytes; 16 MiB.
    package init(limit: Int = 16 << 20) {
        self.limit = limit
    }

    /// Takes bytes and hands over the data of every event that they complete.
    ///
    /// - Throws: What `event` throws, or ``AnswerFault/connectionLost`` for a line beyond the limit.
    package mutating func take(
        _ bytes: UnsafeRawBufferPointer,
        _ event: (UnsafeRawBufferPointer) throws(AnswerFault) -> Void
    ) throws(AnswerFault) {
        var start = 0
        while let end = Self.lineEnd(in: bytes, from: start) {
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            guard rest.count + line.count <= limit else { throw .connectionLost }
            if rest.isEmpty {
                try Self.deliver(line, event)
            } else {
                rest.append(contentsOf: line)
                let whole = rest
                rest.removeAll(keepingCapacity: true)
                try whole.withUnsafeBufferPointer { (whole) throws(AnswerFault) in
                    try Self.deliver(UnsafeRawBufferPointer(whole), event)
                }
            }
        }
        guard rest.count + bytes.count - start <= limit else { throw .connectionLost }
        rest.append(contentsOf: bytes[start...])
    }

    /// Where the next line ends; `nil` when its end has not come.
    ///
    /// Source: S. E. Anderson, "Bit Twiddling Hacks", "Determine if a word has a zero byte".
    private static func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        // A line has a few hundred bytes, so eight are looked at together.
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let feeds = word ^ (ones &* UInt64(UInt8(ascii: "\n")))
            let found = (feeds &- ones) & ~feeds & (ones &* 0x80)
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        return bytes[index...].firstIndex(of: UInt8(ascii: "\n"))
    }

    private static func deliver(
        _ line: UnsafeRawBufferPointer,
        _ event: (UnsafeRawBufferPointer) throws(AnswerFault) -> Void
    ) throws(AnswerFault) {
        guard line.count > 5, UnsafeRawBufferPointer(rebasing: line[..<5]).isEqual("data:") else { return }
        var data = line[5...]
        if data.last == UInt8(ascii: "\r") { data = data.dropLast() }
        if data.first == UInt8(ascii: " ") { data = data.dropFirst() }
        // Without data there is no event, says the standard.
        guard !data.isEmpty else { return }
        try event(UnsafeRawBufferPointer(rebasing: data))
    }
}
