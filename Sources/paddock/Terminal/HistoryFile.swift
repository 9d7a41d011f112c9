import Providers

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A history that outlives the program, in a file that only its user can read.
struct HistoryFile {
    /// What has been written so far.
    private(set) var history: History
    private let path: String

    /// Reads the history of chats; without its file, or its folder, there is none.
    init() {
        let folder = UserFolder.data
        path = "\(folder)/history"
        history = History(parsing: String(decoding: WholeFile.bytes(at: path) ?? [], as: UTF8.self))
        if UserFolder.make(folder) { shorten() }
    }

    /// Adds a text, here and in the file.
    mutating func add(_ text: String) {
        guard history.add(text) else { return }
        append(History.line(for: text) + "\n", to: path, O_APPEND)
    }

    /// Writes the file anew when it has become longer than what is remembered of it.
    private func shorten() {
        guard history.texts.count == History.limit else { return }
        let draft = "\(path).\(getpid())"
        append(history.texts.map { History.line(for: $0) + "\n" }.joined(), to: draft, O_TRUNC)
        rename(draft, path)
    }

    private func append(_ lines: String, to path: String, _ flag: Int32) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flag, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        // One that somebody else has made may be open to all.
        fchmod(file, 0o600)
        var bytes = Array(lines.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
