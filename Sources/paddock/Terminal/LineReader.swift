#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads texts that a person writes at a prompt, and remembers them.
struct LineReader {
    /// What a person did.
    enum Line: Hashable {
        /// They wrote a text.
        case text(String)
        /// They threw it away; `wasEmpty` tells whether there was none.
        case interrupted(wasEmpty: Bool)
        /// They want to leave.
        case ended
    }

    private var history: HistoryFile
    private var decoder = KeyDecoder()
    /// What has been typed ahead, or pasted behind a line's end.
    private var waiting: ArraySlice<UInt8> = []

    init(history: HistoryFile) {
        self.history = history
    }

    /// Reads a text, with the keys of an editor.
    ///
    /// - Parameters:
    ///   - prompt: What stands in front.
    ///   - placeholder: What stands in grey as long as there is no text.
    /// - Returns: What the person did.
    mutating func next(prompt: String, placeholder: String = "") -> Line {
        Terminal.enter(.editing)
        var editor = LineEditor(history: history.history)
        var view = LineView(prompt: prompt, continuation: "... ", placeholder: placeholder)
        var size = Terminal.size
        while true {
            if waiting.isEmpty {
                StandardOutput.write(view.draw(editor.characters, cursor: editor.cursor, on: size))
                // A pause of a twentieth of a second tells the escape key from a sequence that begins with it.
                let limit: Int32? = decoder.isWaiting ? 50 : nil
                guard let bytes = StandardInput.read(within: limit, orUntil: Terminal.bell?.listener) else {
                    decoder.pause()
                    size = Terminal.size
                    continue
                }
                guard !bytes.isEmpty else { return .ended }
                waiting = bytes[...]
            }
            guard let key = waiting.popFirst().flatMap({ decoder.take($0) }) else { continue }
            let before = editor
            switch editor.take(key) {
            case .edited: continue
            case .cleared:
                StandardOutput.write("\u{1B}[H\u{1B}[2J")
                view.forget()
            case .suspended:
                StandardOutput.write(view.leave(editor.characters, on: size))
                Terminal.leave()
                raise(SIGSTOP)
                Terminal.enter(.editing)
                view.forget()
            case .submitted(let text):
                StandardOutput.write(view.leave(before.characters, on: size))
                history.add(text)
                return .text(text)
            case .interrupted(let wasEmpty):
                StandardOutput.write(view.leave(before.characters, on: size))
                return .interrupted(wasEmpty: wasEmpty)
            case .ended:
                StandardOutput.write(view.leave(before.characters, on: size))
                return .ended
            }
        }
    }
}
