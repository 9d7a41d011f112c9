/// What one build of llama-server knows, read from what it prints about itself.
///
/// Options come and go between builds, and an unknown one ends the child: `--no-mmap` was deprecated in b10434 and
/// refused in b11434.
package struct BinaryFacts: Hashable, Sendable {
    /// What it calls its version, for example `0.6.0-dev (build 11434, commit abc)`; empty when it does not tell.
    package let version: String
    /// Its build number; `nil` when it does not tell, as builds outside a repository do.
    package let build: Int?
    /// What it can keep layers on besides the processor; `nil` when it was not asked.
    package let devices: [Device]?
    /// The spelling of every option, with the placeholder of its value; empty for an option without value.
    private let placeholders: [String: String]

    /// Something with memory of its own that computes.
    package struct Device: Hashable, Sendable {
        /// What `--device` calls it, for example `CUDA0`.
        package let name: String
        /// Bytes of its memory; 0 when the build does not tell.
        package let total: Int
        /// Bytes of its memory that nobody uses; 0 when the build does not tell.
        package let free: Int

        /// Describes a device.
        package init(name: String, total: Int, free: Int) {
            self.name = name
            self.total = total
            self.free = free
        }
    }

    /// Whether it can keep layers on another device than the processor; `nil` when it was not asked.
    package var hasDevices: Bool? { devices.map { !$0.isEmpty } }

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
        self.devices = devices.map { $0.split(whereSeparator: \.isNewline).compactMap(Device.init) }
        self.placeholders = help.split(whereSeparator: \.isNewline).reduce(into: [:]) { known, line in
            let (spellings, placeholder) = Self.option(in: line)
            for spelling in spellings { known[spelling] = placeholder }
        }
    }

    /// Whether an option is understood, in exactly this spelling.
    package func knows(_ flag: String) -> Bool { placeholders[flag] != nil }

    /// Whether an option is understood and followed by a value.
    package func takesValue(_ flag: String) -> Bool { placeholders[flag]?.isEmpty == false }

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

extension BinaryFacts.Device {
    /// Reads a line like `  CUDA0: NVIDIA L4 (22491 MiB, 22102 MiB free)`; `nil` for any other.
    ///
    /// A library for matrices, which works in the processor's memory, is listed with none, and left out.
    fileprivate init?(line: Substring) {
        guard line.hasPrefix("  "), line.contains(": "), !line.hasSuffix("(0 MiB, 0 MiB free)") else { return nil }
        // The description may hold parentheses, too.
        let sizes = (line.split(separator: "(").last ?? "").split(separator: ",").map { size in
            size.split(separator: " ").first.flatMap { Int32($0) }.map { max(0, Int($0)) << 20 } ?? 0
        }
        name = String(line.drop(while: \.isWhitespace).prefix { $0 != ":" })
        (total, free) = sizes.count == 2 ? (sizes[0], sizes[1]) : (0, 0)
    }
}
