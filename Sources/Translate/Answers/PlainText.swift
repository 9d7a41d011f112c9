import Schema

/// The text of a chat stream's most common event, found without reading the event into a tree.
enum PlainText {
    private static let start: StaticString = #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":""#
    private static let end: StaticString = "}}],"

    /// The bytes of the text, still escaped; `nil` when the event holds anything else or is written in another way.
    static func find(in event: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        let length = start.utf8CodeUnitCount
        guard event.count > length, UnsafeRawBufferPointer(rebasing: event[..<length]).isEqual(start) else {
            return nil
        }
        var index = length
        while index < event.count {
            switch event[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""):
                let rest = index + 1..<min(index + 1 + end.utf8CodeUnitCount, event.count)
                guard UnsafeRawBufferPointer(rebasing: event[rest]).isEqual(end) else { return nil }
                return event[length..<index]
            default: index += 1
            }
        }
        return nil
    }
}
