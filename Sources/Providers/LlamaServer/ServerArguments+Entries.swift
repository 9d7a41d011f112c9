extension ServerArguments {
    /// An option and the values that follow it.
    struct Entry: Hashable, Sendable {
        let flag: ServerFlag
        /// The option as it is written on the command line.
        let spelling: String
        let values: [String]

        init(_ spelling: String, _ values: [String]) {
            self.flag = ServerFlag.named(spelling)
            self.spelling = spelling
            self.values = values
        }

        init(_ spelling: String, _ values: String...) {
            self.init(spelling, values)
        }

        var words: [String] { [spelling] + values }
    }

    /// The entries of one tier, in the order written.
    static func entries(
        of strings: [String],
        in tier: Tier,
        _ warnings: inout [String]
    ) throws(ServerArgumentsError) -> [Entry] {
        var words = try words(of: strings, in: tier)[...]
        while let word = words.first, !word.isFlag {
            warnings.append("The \(tier) server_args hold '\(word.text)' before any option; it is ignored.")
            words.removeFirst()
        }
        var entries: [Entry] = []
        while let word = words.popFirst() {
            guard word.text != "--" else { throw .bareDashes(tier) }
            let (spelling, value) = parts(of: word.text)
            let values = words.prefix { !$0.isFlag }
            words.removeFirst(values.count)
            let entry = Entry(spelling, (value.map { [$0] } ?? []) + values.map(\.text))
            guard entry.flag.arity.contains(entry.values.count) else {
                throw .wrongCount(tier, flag: spelling, takes: entry.flag.arity, given: entry.values)
            }
            entries.append(entry)
        }
        return entries
    }

    /// The spelling of an option and the value behind its first `=`.
    ///
    /// Long names get hyphens for underscores, as llama-server does; a word whose name has other characters is left as
    /// it is.
    private static func parts(of word: String) -> (spelling: String, value: String?) {
        guard word.hasPrefix("--") else { return (word, nil) }
        let name = word.prefix { $0 != "=" }
        guard name != "--", name.utf8.allSatisfy(isNameByte) else { return (word, nil) }
        let spelling = String(name.map { $0 == "_" ? "-" : $0 })
        return (spelling, name.endIndex == word.endIndex ? nil : String(word[name.endIndex...].dropFirst()))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
