/// The value of a header that has parameters: `form-data; name="file"; filename="a.wav"`.
///
/// Source: RFC 9110, section 5.6.6; WHATWG, "Multipart form data" for what stands between the quotes.
struct FormHeader {
    /// What stands before the first semicolon, without blanks around it.
    let value: String
    private var parameters: [(name: String, value: String)] = []
    /// Whether all of it could be read, and no parameter stands twice.
    private var isSound = true

    init(_ text: String) {
        var rest = text.utf8[...]
        value = Self.trimmed(rest.prefix { $0 != UInt8(ascii: ";") })
        rest = rest.drop { $0 != UInt8(ascii: ";") }
        while isSound, rest.popFirst() != nil {
            rest = rest.drop(while: Self.isBlank)
            // A semicolon at the end is harmless.
            if rest.isEmpty { break }
            readParameter(&rest)
        }
    }

    /// A parameter; `nil` when there is none, or the header cannot be read.
    subscript(name: String) -> String? {
        isSound ? parameters.first { $0.name == name }?.value : nil
    }

    /// The boundary of a form; `nil` when this is none, or its boundary cannot be one.
    var boundary: String? {
        guard value.lowercased() == "multipart/form-data", let boundary = self["boundary"],
            1...70 ~= boundary.utf8.count, boundary.last != " ",
            boundary.utf8.allSatisfy({ Self.isToken($0) || Self.boundaryMarks.contains($0) })
        else { return nil }
        return boundary
    }

    private static let boundaryMarks = Array("(),/:=? ".utf8)

    private mutating func readParameter(_ rest: inout Substring.UTF8View) {
        let name = String(Substring(rest.prefix(while: Self.isToken))).lowercased()
        rest = rest.dropFirst(name.utf8.count)
        guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "="), !parameters.contains(where: { $0.name == name }),
            let value = Self.readValue(&rest)
        else {
            isSound = false
            return
        }
        parameters.append((name, value))
        rest = rest.drop(while: Self.isBlank)
        if let next = rest.first, next != UInt8(ascii: ";") { isSound = false }
    }

    private static func readValue(_ rest: inout Substring.UTF8View) -> String? {
        guard rest.first == UInt8(ascii: "\"") else {
            let value = rest.prefix(while: isToken)
            rest = rest.dropFirst(value.count)
            return value.isEmpty ? nil : String(Substring(value))
        }
        rest.removeFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return unescaped(String(decoding: value, as: UTF8.self))
            case UInt8(ascii: "\\"):
                // Browsers once sent paths of Windows, whose strokes escape nothing.
                guard let next = rest.first, next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else {
                    value.append(byte)
                    continue
                }
                value.append(rest.removeFirst())
            default: value.append(byte)
            }
        }
        return nil
    }

    /// The three signs that browsers write in another way, and no others.
    private static func unescaped(_ text: String) -> String {
        guard text.contains("%") else { return text }
        return text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(Substring(text))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether a byte may stand in a name.
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: tokenMarks.contains(byte)
        }
    }

    private static let tokenMarks = Array("!#$%&'*+-.^_`|~".utf8)
}
