import Schema

/// The text of a chat stream's most common event, found without reading the event into a tree.
enum PlainText {
    private static let start: StaticString = #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":""#
    private static let end: StaticString = "}}],"

    /// The bytes of the text, still escaped; `nil` when the event holds anything else or is written in another way.
    static func find(in event: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        guard holds(start, event, at: 0) else { return nil }
        let length = start.utf8CodeUnitCount
        var index = length
        while index < event.count {
            switch event[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""):
                return holds(end, event, at: index + 1) ? event[length..<index] : nil
            default: index += 1
            }
        }
        return nil
    }

    /// Whether a text stands at an index of the event, eight bytes compared together: every token brings one.
    private static func holds(_ text: StaticString, _ event: UnsafeRawBufferPointer, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard event.count - index >= length else { return false }
        let text = UnsafeRawBufferPointer(start: text.utf8Start, count: length)
        var offset = 0
        while offset + 8 <= length {
            let word = event.loadUnaligned(fromByteOffset: index + offset, as: UInt64.self)
            guard word == text.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset += 8
        }
        return text[offset...].elementsEqual(event[(index + offset)..<(index + length)])
    }
}
