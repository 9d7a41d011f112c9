package import NIOCore
import Schema

/// The start of a conversation in 64 bits: everything up to and including the first message of the user.
///
/// Chat clients send the whole conversation with every turn, so its later turns have the same opening. It only tells
/// what may belong together; the tokens decide.
package struct OpeningKey: Hashable, Sendable {
    /// The hash of the messages' bytes as they were written.
    let hash: UInt64

    /// How far behind the body's start the messages may begin, in bytes.
    private static let searchLimit = 256 << 10
    /// How many bytes of an opening count, so that a picture in it costs no time.
    private static let lengthLimit = 64 << 10

    /// An opening that was found before.
    init(hash: UInt64) {
        self.hash = hash
    }

    /// Finds the opening in the body of a chat request; `nil` when there is none.
    package init?(of body: ByteBuffer) {
        guard let hash = body.withUnsafeReadableBytes({ try? Self.hash(of: $0) }) else { return nil }
        self.hash = hash
    }

    private static func hash(of body: UnsafeRawBufferPointer) throws(JSONError) -> UInt64? {
        var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: body.prefix(searchLimit)))
        try scanner.open(UInt8(ascii: "{"), depth: 0)
        repeat {
            let key = try scanner.string()
            try scanner.expect(UInt8(ascii: ":"))
            if holds(scanner.bytes, key, "messages") {
                let window = UnsafeRawBufferPointer(rebasing: body.prefix(scanner.position + lengthLimit))
                var messages = JSONScanner(window, at: scanner.position)
                return try hash(of: &messages, isWhole: window.count == body.count)
            }
            _ = try scanner.value(depth: 1)
        } while scanner.take(UInt8(ascii: ","))
        return nil
    }

    private static func hash(of messages: inout JSONScanner, isWhole: Bool) throws(JSONError) -> UInt64? {
        try messages.open(UInt8(ascii: "["), depth: 1)
        messages.skipBlanks()
        let start = messages.position
        do {
            repeat {
                let message = try messages.value(depth: 2)
                if isFromUser(messages.bytes, message) { return hash(of: messages.bytes, start..<messages.position) }
            } while messages.take(UInt8(ascii: ","))
            return nil
        } catch  where error.isCutShort && !isWhole {
            return hash(of: messages.bytes, start..<messages.bytes.count)
        }
    }

    private static func isFromUser(_ bytes: UnsafeRawBufferPointer, _ message: Range<Int>) -> Bool {
        var scanner = JSONScanner(bytes, at: message.lowerBound)
        guard scanner.take(UInt8(ascii: "{")) else { return false }
        repeat {
            guard let key = try? scanner.string(), scanner.take(UInt8(ascii: ":")) else { return false }
            if holds(bytes, key, "role") {
                return (try? scanner.string()).map { holds(bytes, $0, "user") } ?? false
            }
            guard (try? scanner.value(depth: 3)) != nil else { return false }
        } while scanner.take(UInt8(ascii: ","))
        return false
    }

    private static func holds(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ word: StaticString) -> Bool {
        range.count == word.utf8CodeUnitCount
            && bytes[range].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private static func hash(of bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64 {
        XXHash64.hash(of: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}

extension UInt64 {
    /// 16 hex digits, small letters.
    var hexDigits: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
