import Schema

/// Scalars without quotes.
enum YAMLScalar {
    /// The value of a scalar without quotes; `nil` when it is a number that JSON cannot hold.
    ///
    /// Source: YAML 1.2.2, section 10.3.2, "Tag Resolution" of the core schema.
    static func value(of text: String) -> JSON? {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        case ".nan", ".NaN", ".NAN": return nil
        default: break
        }
        if [".inf", ".Inf", ".INF"].contains(text.trimmingSign) { return nil }
        if text.hasPrefix("0x") { return whole(text.dropFirst(2), radix: 16) ?? .string(text) }
        if text.hasPrefix("0o") { return whole(text.dropFirst(2), radix: 8) ?? .string(text) }
        let isDecimal = text.utf8.allSatisfy("0123456789+-.eE".utf8.contains)
        guard isDecimal, let number = Double(text) else { return .string(text) }
        // A spelling that is JSON's too is kept: 1.10 stays 1.10.
        if let number = try? JSON(parsing: text) { return number }
        if let number = Int(text) { return .number(number) }
        return number.isFinite ? .number(number) : nil
    }

    private static func whole(_ digits: Substring, radix: Int) -> JSON? {
        guard digits.first?.isHexDigit ?? false else { return nil }
        return Int(digits, radix: radix).map { .number($0) }
    }
}

extension String {
    fileprivate var trimmingSign: Substring { hasPrefix("+") || hasPrefix("-") ? dropFirst() : self[...] }
}
