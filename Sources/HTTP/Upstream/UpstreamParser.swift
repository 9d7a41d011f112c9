package import NIOCore

/// Finds the head and the end of an upstream's answer in its bytes; pure.
///
/// The upstream is a child of ours or a server that the user named, so this is a small reader for well-behaved HTTP/1.1
/// and not a hardened parser: whatever it does not understand ends the connection.
package struct UpstreamParser {
    /// What stands next in the bytes.
    package enum Event: Equatable {
        /// The head is complete.
        case head(UpstreamHead)
        /// Part of the body, without framing.
        case payload(ByteBuffer)
        /// Whole chunks of the body, with their framing, as they came.
        case chunks(ByteBuffer)
        /// The answer is complete.
        case end
    }

    private enum State {
        case head
        case length(Int)
        case chunkHead
        /// This many bytes of a chunk are to come, and the line end behind them.
        case chunkBody(Int)
        case trailer
        case untilClose
        case end
    }

    /// Whether chunks are handed on with their framing; set it when the head has come.
    package var keepsFraming = false
    /// Whether bytes of an unfinished chunk have been handed on with its framing.
    package private(set) var isInsideChunk = false

    private var state = State.head
    private var buffer = ByteBuffer()
    private var framing = UpstreamHead.Framing.none

    /// The longest head that is read, in bytes.
    private static let headLimit = 64 * 1024
    /// A chunk longer than this is handed on before it is complete, so that memory stays bounded.
    private static let chunkLimit = 64 * 1024

    /// A parser at the start of an answer.
    package init() {}

    /// Whether nothing of an answer has come yet.
    package var isUntouched: Bool {
        if case .head = state { buffer.readableBytes == 0 } else { false }
    }

    /// Whether the answer is complete and nothing stands behind it.
    package var isClean: Bool {
        if case .end = state { buffer.readableBytes == 0 } else { false }
    }

    /// Takes bytes as they come.
    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The connection has closed: this ends the answer if its framing says so.
    ///
    /// - Throws: ``UpstreamFailure/connectionLost`` if the answer is not complete.
    package mutating func close() throws(UpstreamFailure) {
        switch state {
        case .untilClose, .end: state = .end
        default: throw .connectionLost
        }
    }

    /// What stands next in the bytes taken so far; `nil` when more are needed.
    ///
    /// - Throws: ``UpstreamFailure/malformed(_:)``.
    package mutating func next() throws(UpstreamFailure) -> Event? {
        while true {
            switch state {
            case .head:
                guard let head = try readHead() else { return nil }
                // Answers such as "100 Continue" only announce the real one.
                if head.status < 200 { continue }
                framing = head.framing
                switch head.framing {
                case .none: state = .length(0)
                case .length(let length): state = .length(length)
                case .chunked: state = .chunkHead
                case .untilClose: state = .untilClose
                }
                return .head(head)
            case .length(0):
                state = .end
                return .end
            case .length(let remaining):
                guard let slice = buffer.readSlice(length: min(remaining, buffer.readableBytes)),
                    slice.readableBytes > 0
                else { return nil }
                state = .length(remaining - slice.readableBytes)
                return .payload(slice)
            case .untilClose:
                guard let slice = buffer.readSlice(length: buffer.readableBytes), slice.readableBytes > 0 else {
                    return nil
                }
                return .payload(slice)
            case .chunkHead:
                if keepsFraming, let chunks = try readWholeChunks() { return .chunks(chunks) }
                guard let (size, length) = try chunkHead(at: buffer.readerIndex) else { return nil }
                if keepsFraming, size > 0, size <= Self.chunkLimit { return nil }
                if keepsFraming, size > 0 {
                    isInsideChunk = true
                    state = .chunkBody(size)
                    return buffer.readSlice(length: length).map(Event.chunks)
                }
                buffer.moveReaderIndex(forwardBy: length)
                state = size == 0 ? .trailer : .chunkBody(size)
            case .chunkBody(0):
                guard buffer.readableBytes >= 2 else { return nil }
                let lineEnd = buffer.readSlice(length: 2)
                guard lineEnd?.readableBytesView.elementsEqual(Self.lineEnd) == true else {
                    throw .malformed("a chunk without a line end")
                }
                state = .chunkHead
                guard isInsideChunk, let lineEnd else { continue }
                isInsideChunk = false
                return .chunks(lineEnd)
            case .chunkBody(let remaining):
                guard let slice = buffer.readSlice(length: min(remaining, buffer.readableBytes)),
                    slice.readableBytes > 0
                else { return nil }
                state = .chunkBody(remaining - slice.readableBytes)
                return isInsideChunk ? .chunks(slice) : .payload(slice)
            case .trailer:
                guard let line = readLine() else { return nil }
                guard line.readableBytes == 0 else { continue }
                state = .end
                return .end
            case .end:
                return nil
            }
        }
    }
}

extension UpstreamParser {
    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// All chunks of moderate size that are complete, as one slice; `nil` when the first one is not.
    private mutating func readWholeChunks() throws(UpstreamFailure) -> ByteBuffer? {
        var end = buffer.readerIndex
        while let (size, length) = try chunkHead(at: end), size > 0, size <= Self.chunkLimit {
            let next = end + length + size + 2
            guard next <= buffer.writerIndex else { break }
            guard buffer.getInteger(at: next - 2, as: UInt16.self) == 0x0D0A else {
                throw .malformed("a chunk without a line end")
            }
            end = next
        }
        guard end > buffer.readerIndex else { return nil }
        return buffer.readSlice(length: end - buffer.readerIndex)
    }

    /// Size of the chunk that starts at an index, and length of its first line; `nil` when the line is not complete.
    private func chunkHead(at start: Int) throws(UpstreamFailure) -> (size: Int, length: Int)? {
        var size = 0
        var index = start
        var digits = 0
        while let byte: UInt8 = buffer.getInteger(at: index), let digit = Self.hexadecimal(byte) {
            guard digits < 8 else { throw .malformed("a chunk size of more than 8 digits") }
            size = size << 4 | digit
            digits += 1
            index += 1
        }
        guard index < buffer.writerIndex else { return nil }
        guard digits > 0 else { throw .malformed("a chunk without a size") }
        // What stands between the size and the line end is an extension, and means nothing here.
        while let byte: UInt8 = buffer.getInteger(at: index), byte != 0x0A {
            index += 1
            guard index - start < 1024 else { throw .malformed("an endless chunk extension") }
        }
        return index < buffer.writerIndex ? (size, index + 1 - start) : nil
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// The next line without its end; `nil` when it is not complete.
    private mutating func readLine() -> ByteBuffer? {
        guard let feed = buffer.readableBytesView.firstIndex(of: 0x0A) else { return nil }
        var length = feed - buffer.readerIndex
        let hasReturn = length > 0 && buffer.getInteger(at: feed - 1, as: UInt8.self) == 0x0D
        if hasReturn { length -= 1 }
        let line = buffer.readSlice(length: length)
        buffer.moveReaderIndex(forwardBy: hasReturn ? 2 : 1)
        return line
    }

    private mutating func readHead() throws(UpstreamFailure) -> UpstreamHead? {
        // Nothing is taken from the buffer before the blank line has come.
        guard let length = buffer.withUnsafeReadableBytes(UpstreamHead.length) else {
            guard buffer.readableBytes < Self.headLimit else { throw .malformed("a head without an end") }
            return nil
        }
        let head = try buffer.withUnsafeReadableBytes { (bytes) throws(UpstreamFailure) in
            try UpstreamHead(reading: UnsafeRawBufferPointer(rebasing: bytes[..<length]))
        }
        buffer.moveReaderIndex(forwardBy: length)
        return head
    }
}
