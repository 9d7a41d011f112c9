import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a saved conversation can be brought back into: the same program with the same words and the same files.
///
/// A child takes a file of other weights of the same shape without complaint, so everything counts.
package struct KVRecipe: Hashable, Sendable {
    /// The SHA-256 of it all: 64 hex digits.
    package let digest: String

    /// Options that differ from child to child and change nothing.
    private static let incidental: Set<String> = ["--host", "--slot-save-path"]

    /// A recipe that was written down before.
    init(digest: String) {
        self.digest = digest
    }

    /// The recipe of a child.
    ///
    /// - Parameters:
    ///   - program: The path of the program.
    ///   - version: What it calls its version.
    ///   - words: Its command line. What names a file stands for size and time of change of that file too, also within
    ///     a list (`a.gguf,b.gguf`), before a scale (`a.gguf:0.5`) and for all parts of a split model.
    package init(program: String, version: String, words: [String]) {
        var hash = SHA256()
        Self.update(&hash, program)
        Self.update(&hash, version)
        var isIncidental = false
        for word in words {
            defer { isIncidental = Self.incidental.contains(word) }
            if !isIncidental, !Self.incidental.contains(word) { Self.update(&hash, word) }
        }
        digest = hash.hexDigits
    }

    private static func update(_ hash: inout SHA256, _ word: String) {
        // The length keeps two words from being taken for one.
        hash.update(Array("\(word.utf8.count):\(word)".utf8))
        for path in paths(in: word) {
            guard let facts = facts(of: path) else { continue }
            hash.update(Array("\(path.utf8.count):\(path)=\(facts)".utf8))
        }
    }

    /// What may be a file in a word: itself, the items of a list, each with and without what follows its last colon.
    private static func paths(in word: String) -> [String] {
        let items = [word] + (word.contains(",") ? word.split(separator: ",").map(String.init) : [])
        return items.flatMap { item in
            let plain = item.lastIndex(of: ":").map { String(item[..<$0]) }
            return [item, plain].compactMap(\.self).flatMap { SplitName(path: $0)?.paths ?? [$0] }
        }
    }

    /// Size and time of change of a file; `nil` when there is none.
    private static func facts(of path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Glibc)
        let time = facts.st_mtim
        #else
        let time = facts.st_mtimespec
        #endif
        return "\(facts.st_size)/\(time.tv_sec).\(time.tv_nsec)"
    }
}
