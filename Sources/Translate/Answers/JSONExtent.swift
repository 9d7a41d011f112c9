/// Finds where an object or a list of JSON ends that comes in pieces; no byte is looked at twice.
struct JSONExtent: Sendable {
    private var offset: Int?
    private var depth = 0
    private var isInText = false
    private var isEscaped = false

    /// The index behind the value that starts at an index; `nil` when it has not ended yet.
    mutating func end(in bytes: [UInt8], from start: Int) -> Int? {
        for index in (offset ?? start)..<bytes.endIndex {
            let byte = bytes[index]
            offset = index + 1
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            if depth == 0 { return index + 1 }
        }
        return nil
    }
}
