/// What one build of llama-server knows, read from what it prints about itself.
///
/// Options come and go between builds, and an unknown one ends the child: `--no-mmap` was deprecated in b10434 and
/// refused in b11434.
package struct BinaryFacts: Hashable, Sendable {
    /// What it calls its version, for example `0.6.0-dev (build 11434, commit abc)`; empty when it does not tell.
    package let version: String
    /// Its build number; `nil` when it does not tell, as builds outside a repository do.
    package let build: Int?
    /// Whether it can keep layers on another device than the processor; `nil` when it was not asked.
    package let hasDevices: Bool?
    /// The spelling of every option, with the placeholder of its value; empty for an option without value.
    private let placeholders: [String: String]

    /// Reads the texts that a build prints.
    ///
    /// - Parameters:
    ///   - version: The output of `--version`.
    ///   - help: The output of `--help`.
    ///   - devices: The output of `--list-devices`; `nil` when it was not asked.
    package init(version: String, help: String, devices: String? = nil) {
        let line = version.split(whereSeparator: \.isNewline).first { $0.hasPrefix("version:") }
        let name = line.map { $0.dropFirst("version:".count).drop(while: \.isWhitespace) } ?? ""
        self.version = String(name)
        self.build = Self.build(in: name)
        self.hasDevices = devices.map { $0.split(whereSeparator: \.isNewline).contains(where: Self.isDevice) }
        self.placeholders = help.split(whereSeparator: \.isNewline).reduce(into: [:]) { known, line in
            let (spellings, placeholder) = Self.option(in: line)
            for spelling in spellings { known[spelling] = placeholder }
        }
    }

    /// Whether an option is understood, in exactly this spelling.
    package func knows(_ flag: String) -> Bool { placeholders[flag] != nil }

    /// Whether an option is understood and followed by a value.
    package func takesValue(_ flag: String) -> Bool { placeholders[flag]?.isEmpty == false }

    /// Whether a line names a device with memory, as `  CUDA0: NVIDIA L4 (22491 MiB, 22102 MiB free)` does.
    ///
    /// A library for matrices, which works in the processor's memory, is listed with none.
    private static func isDevice(_ line: Substring) -> Bool {
        line.hasPrefix("  ") && line.contains(": ") && !line.hasSuffix("(0 MiB, 0 MiB free)")
    }

    /// The number behind `build`, or the first one in the older form `5892 (abc)`; zero stands for unknown.
    private static func build(in name: Substring) -> Int? {
        let words = name.split { $0.isWhitespace || $0 == "(" || $0 == "," }
        let number =
            if let index = words.firstIndex(of: "build"), index + 1 < words.count {
                Int(words[index + 1])
            } else {
                words.first.flatMap { Int($0) }
            }
        return number == 0 ? nil : number
    }

    /// The spellings and the placeholder in a line like `-c,    --ctx-size N     size of the context`.
    ///
    /// There are none in any other line, nor for an option that is only listed to say that it has been removed.
    private static func option(in line: Substring) -> (spellings: [String], placeholder: String) {
        var spellings: [String] = []
        var rest = line
        while true {
            let word = rest.prefix { !$0.isWhitespace }
            let spelling = word.hasSuffix(",") ? word.dropLast() : word
            guard spelling.hasPrefix("-"), spelling.contains(where: \.isLetter) else { return ([], "") }
            spellings.append(String(spelling))
            rest = rest[word.endIndex...]
            guard word.hasSuffix(",") else { break }
            rest = rest.drop(while: \.isWhitespace)
        }
        guard !rest.contains("the argument has been removed") else { return ([], "") }
        // One blank leads to the placeholder, more of them to the description.
        let isFollowed = rest.hasPrefix(" ") && !rest.hasPrefix("  ")
        return (spellings, isFollowed ? String(rest.dropFirst().prefix { !$0.isWhitespace }) : "")
    }
}
