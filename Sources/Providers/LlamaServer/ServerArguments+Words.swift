extension ServerArguments {
    /// A word of a tier.
    struct Word: Hashable {
        let text: String
        /// Whether quotes opened it: then it is a value, whatever it looks like.
        var isQuoted = false
    }

    /// The words of a tier.
    ///
    /// Quotes group where they open a word or stand behind the first `=` of a long option.
    static func words(of strings: [String], in tier: Tier) throws(ServerArgumentsError) -> [Word] {
        var words: [Word] = []
        var rest = Substring(strings.joined(separator: " ")).unicodeScalars
        while true {
            rest = rest.drop(while: \.properties.isWhitespace)
            guard !rest.isEmpty else { return words }
            if let (text, end) = try quotation(rest, in: tier) {
                words.append(Word(text: text, isQuoted: true))
                rest = end
                continue
            }
            let word = rest.prefix { !$0.properties.isWhitespace }
            if word.starts(with: "--".unicodeScalars), let sign = word.firstIndex(of: "="),
                let (text, end) = try quotation(rest[sign...].dropFirst(), in: tier)
            {
                words.append(Word(text: String(word[...sign]) + text))
                rest = end
            } else {
                words.append(Word(text: String(word)))
                rest = rest[word.endIndex...]
            }
        }
    }

    /// What the quotes at the front of a text enclose, and the text behind them.
    ///
    /// It is `nil` when there are none, or when they are ordinary characters because something touches the closing one.
    private static func quotation(
        _ text: Substring.UnicodeScalarView,
        in tier: Tier
    ) throws(ServerArgumentsError) -> (String, end: Substring.UnicodeScalarView)? {
        guard let quote = text.first, quote == "'" || quote == "\"" else { return nil }
        var enclosed = String.UnicodeScalarView()
        var rest = text.dropFirst()
        while let scalar = rest.popFirst() {
            if scalar == quote {
                guard rest.first?.properties.isWhitespace ?? true else { return nil }
                return (String(enclosed), rest)
            }
            if scalar == "\\", quote == "\"", let escaped = rest.first, escaped == "\"" || escaped == "\\" {
                enclosed.append(rest.removeFirst())
            } else {
                enclosed.append(scalar)
            }
        }
        throw .unclosedQuote(tier, text: String(text))
    }
}

extension ServerArguments.Word {
    /// Whether it names an option; a dash followed by numbers is a value.
    var isFlag: Bool {
        !isQuoted && text.hasPrefix("-") && text != "-" && !isNumberList
    }

    /// Whether it is a number, or numbers joined by `,` or `:`, each with or without a sign.
    private var isNumberList: Bool {
        text.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":") }
            .allSatisfy(Self.isNumber)
    }

    private static func isNumber(_ text: Substring.UTF8View) -> Bool {
        var rest = text
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        if ["inf", "infinity", "nan"].contains(Substring(rest).lowercased()) { return true }
        var digits = takeDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += takeDigits(&rest)
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            guard takeDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// Drops the digits at the front and counts them.
    private static func takeDigits(_ text: inout Substring.UTF8View) -> Int {
        let digits = text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        text.removeFirst(digits)
        return digits
    }
}
