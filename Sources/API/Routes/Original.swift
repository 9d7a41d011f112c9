import HTTP
package import NIOCore
package import Schema

/// A body that has been checked and stays as it was sent, but for members that are `null`, which means the same as leaving
/// them out: only the members that are asked for are read.
@dynamicMemberLookup
package struct Original<Body: Shape>: RouteInput {
    /// The bytes as they came, without what was left out.
    package let bytes: ByteBuffer
    private let outline: Outline

    package static var description: InputDescription { .body(Body.rule) }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Original {
        let rule = Body.rule
        return { (incoming) throws(Problem) in try Original(incoming.request.body, against: rule) }
    }

    init(_ bytes: ByteBuffer, against rule: Rule) throws(Problem) {
        (self.bytes, outline) = try Checker.check(bytes, against: rule)
    }

    /// The value of one field.
    package subscript<Value>(dynamicMember path: KeyPath<Body.Fields, Field<Value>>) -> Value {
        let field = Body.description[path]
        guard let range = outline[field.key] else { return field.value(of: nil) }
        return field.value(
            of: bytes.withUnsafeReadableBytes { try? JSON(parsing: UnsafeRawBufferPointer(rebasing: $0[range])) }
        )
    }

    /// The text of a member; `nil` when it is not there, or `null`.
    package func text(of key: String) -> String? {
        guard let range = outline[key] else { return nil }
        let text = bytes.withUnsafeReadableBytes { String(decoding: $0[range], as: UTF8.self) }
        return text == "null" ? nil : text
    }

    /// Whether a member is there, and not `null`.
    package func has(_ key: String) -> Bool {
        guard let range = outline[key] else { return false }
        return range.count != 4 || text(of: key) != nil
    }

    /// The bytes with some members set, and everything else as it was sent.
    package func setting(_ values: [(key: String, value: String)]) -> ByteBuffer {
        guard !values.isEmpty else { return bytes }
        var replaced: [(range: Range<Int>, value: String)] = []
        var added: [(key: String, value: String)] = []
        for (key, value) in values {
            if let range = outline[key] { replaced.append((range, value)) } else { added.append((key, value)) }
        }
        var result = ByteBufferAllocator().buffer(capacity: bytes.readableBytes + 64)
        let start = bytes.readerIndex
        result.writeImmutableBuffer(bytes.getSlice(at: start, length: outline.start) ?? ByteBuffer())
        for (index, (key, value)) in added.enumerated() {
            result.writeString("\"\(key)\":")
            result.writeString(value)
            if index + 1 < added.count || !outline.members.isEmpty { result.writeStaticString(",") }
        }
        var position = outline.start
        for (range, value) in replaced.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let length = range.lowerBound - position
            result.writeImmutableBuffer(bytes.getSlice(at: start + position, length: length) ?? ByteBuffer())
            result.writeString(value)
            position = range.upperBound
        }
        let rest = bytes.readableBytes - position
        result.writeImmutableBuffer(bytes.getSlice(at: start + position, length: rest) ?? ByteBuffer())
        return result
    }
}
