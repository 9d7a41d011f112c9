/// A span of time as configuration and Ollama's clients write it: `300ms`, `1.5h`, `2h45m`, or a number of seconds.
package struct TimeSpan: Hashable, Sendable {
    /// The span; below zero where the text said so.
    package let duration: Duration

    /// A span of known length.
    package init(_ duration: Duration) {
        self.duration = duration
    }

    /// A number of seconds; one that Go's 64 bits of nanoseconds cannot hold counts as the longest span, 290 years.
    package init(seconds: Double) {
        let longest = 9.2e9
        duration = .seconds(min(max(seconds.isNaN ? 0 : seconds, -longest), longest))
    }

    /// The units, the longest first, in nanoseconds.
    private static let units: [(name: String, nanoseconds: Int128)] = [
        ("h", 3_600_000_000_000), ("m", 60_000_000_000),
        ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000), ("ns", 1),
    ]
}

extension TimeSpan {
    /// Why a text is no span of time.
    package enum Fault: Error, Hashable, Sendable {
        /// It is not a sequence of numbers with units, or too long a span.
        case invalid(String)
        /// A number stands alone.
        case missingUnit(String)
        /// A unit other than ns, us, ms, s, m, h.
        case unknownUnit(String, in: String)

        /// The sentence that Ollama says.
        package var sentence: String {
            switch self {
            case .invalid(let text): "time: invalid duration \(Self.quoted(text))"
            case .missingUnit(let text): "time: missing unit in duration \(Self.quoted(text))"
            case .unknownUnit(let unit, let text):
                "time: unknown unit \(Self.quoted(unit)) in duration \(Self.quoted(text))"
            }
        }

        /// Source: Go, `time.quote`, which spells bytes outside printable ASCII as `\x` and two digits.
        private static func quoted(_ text: String) -> String {
            let escaped = text.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\\(Character(Unicode.Scalar(byte)))"
                case 0x20..<0x80: String(Unicode.Scalar(byte))
                default: (byte < 0x10 ? #"\x0"# : #"\x"#) + String(byte, radix: 16)
                }
            }
            return "\"\(escaped.joined())\""
        }
    }

    /// Reads a sequence of numbers with units, such as `2h45m`; `0` needs no unit.
    ///
    /// - Throws: ``Fault`` when it is none.
    /// Source: Go, `time.ParseDuration`, whose grammar Ollama's clients use.
    package init(parsing text: String) throws(Fault) {
        var rest = text[...]
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { throw .invalid(text) }
        var total: Int128 = 0
        if rest == "0" { rest = "" }
        while !rest.isEmpty {
            let whole = Self.takePrefix(of: &rest, while: Self.isDigit)
            var fraction: Substring = ""
            if rest.first == "." {
                rest.removeFirst()
                fraction = Self.takePrefix(of: &rest, while: Self.isDigit)
            }
            guard !whole.isEmpty || !fraction.isEmpty else { throw .invalid(text) }
            let unit = Self.takePrefix(of: &rest) { !Self.isDigit($0) && $0 != "." }
            guard !unit.isEmpty else { throw .missingUnit(text) }
            guard let scale = Self.nanoseconds(of: unit) else { throw .unknownUnit(String(unit), in: text) }
            guard let count = Int64("0\(whole)"), let part = Double("0.\(fraction)0") else { throw .invalid(text) }
            total += Int128(count) * scale + Int128((part * Double(scale)).rounded())
            guard total <= Int64.max else { throw .invalid(text) }
        }
        duration = .nanoseconds(Int64(isNegative ? -total : total))
    }

    private static func takePrefix(of text: inout Substring, while isWanted: (Character) -> Bool) -> Substring {
        let prefix = text.prefix(while: isWanted)
        text = text[prefix.endIndex...]
        return prefix
    }

    private static func isDigit(_ character: Character) -> Bool { "0"..."9" ~= character }

    private static func nanoseconds(of unit: Substring) -> Int128? {
        let name = unit == "µs" || unit == "μs" ? "us" : unit
        return units.first { $0.name == name }?.nanoseconds
    }
}

extension TimeSpan: FieldValue {
    package static var rule: Rule {
        var text = TextRule()
        text.pattern = pattern(signed: false)
        text.fault = { text in
            let span = try? TimeSpan(parsing: text)
            return span.map { $0.duration < .zero } ?? true ? "must be a duration such as 300ms, 2s or 5m" : nil
        }
        return .either([.number(0 ... .infinity), .text(text)])
    }

    /// The form of a text for documents.
    ///
    /// Spans of more than a hundred years, and of more than two units, are read as well, but nobody is told to.
    static func pattern(signed: Bool) -> String {
        let part = #"([0-9]{1,6}(\.[0-9]{0,9})?|\.[0-9]{1,9})(ns|us|µs|ms|s|m|h)"#
        return "^\(signed ? "[-+]?" : #"\+?"#)(0|(\(part)){1,2})$"
    }

    package init?(json: JSON) {
        if let seconds = json.double {
            self.init(seconds: seconds)
        } else if let text = json.string, let span = try? TimeSpan(parsing: text) {
            self = span
        } else {
            return nil
        }
    }

    /// The text with one unit, the longest that needs no fraction: `300ms`, `90s`, `5m`.
    package var json: JSON {
        let (seconds, attoseconds) = duration.components
        let total = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
        guard total != 0, let unit = Self.units.first(where: { total % $0.nanoseconds == 0 }) else { return "0s" }
        return .string("\(total / unit.nanoseconds)\(unit.name)")
    }
}
