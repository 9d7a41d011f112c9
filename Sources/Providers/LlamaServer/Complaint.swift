/// An error line of llama-server, or of the system that could not start it.
struct Complaint: Hashable {
    /// What is wrong, without time, level and folders.
    let message: String
    /// Whether the process ends with it, as it does after a failed assertion.
    let isFatal: Bool

    /// Reads a line; `nil` when it is none of the known kinds.
    ///
    /// Source: llama.cpp, `common/log.cpp` (`0.00.005.053 E message`), `ggml_abort` (`/folder/file.c:12: message`),
    /// `common/arg.cpp` (`error: message`); what C++ says of an uncaught exception; the dynamic linker.
    init?(_ line: String) {
        let first = line.prefix { $0 != " " }
        if let level = Self.level(behind: first, in: line) {
            guard level.hasPrefix("E ") else { return nil }
            self.init(message: level.dropFirst(2), isFatal: false)
        } else if Self.isPlace(first) {
            let folder = first.lastIndex(of: "/").map { line.index(after: $0) } ?? line.startIndex
            self.init(message: line[folder...], isFatal: true)
        } else if line.contains("GGML_ASSERT(") {
            self.init(message: line[...], isFatal: true)
        } else if line.hasPrefix("  what():") {
            self.init(message: line.dropFirst("  what():".count), isFatal: true)
        } else if line.hasPrefix("error: ") {
            self.init(message: line.dropFirst("error: ".count), isFatal: false)
        } else if line.hasPrefix("error ") || line.contains(": error: ") || line.contains(": error while loading ")
            || line.contains("not found (required by ")
        {
            self.init(message: line[...], isFatal: false)
        } else {
            return nil
        }
    }

    private init(message: Substring, isFatal: Bool) {
        // llama-server's own lines start with a part of it in a column of its own: `srv         start: message`.
        let column = message.prefix(6).firstRange(of: "  ")
        self.message = String(message[(column?.upperBound ?? message.startIndex)...].drop(while: \.isWhitespace))
        self.isFatal = isFatal
    }

    /// The line from its level on, when it starts with a time like `0.00.005.053`.
    private static func level(behind time: Substring, in line: String) -> Substring? {
        let parts = time.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) else { return nil }
        return line[time.endIndex...].dropFirst()
    }

    /// Whether a word is a place in a source file, like `/src/ggml.c:12:`.
    private static func isPlace(_ word: Substring) -> Bool {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].isEmpty, parts[0].contains(".") else { return false }
        return !parts[1].isEmpty && parts[1].utf8.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
