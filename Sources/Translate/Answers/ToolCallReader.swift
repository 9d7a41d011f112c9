package import Schema

/// Finds calls of tools in the text of a model whose prompt was made here.
///
/// A call is an object of JSON, or a list of them, that names one of the tools and has its arguments:
/// `{"name": …, "arguments": {…}}`, also with `parameters`. It stands behind a mark, or, with or without one, at the start
/// of the answer, and further ones may follow it. What may become a call is held back until that is known; text that
/// becomes none is never lost.
///
/// Source: Ollama, docs/capabilities/tool-calling.mdx, for the forms.
package struct ToolCallReader: Sendable {
    private let mark: [UInt8]
    private let names: Set<String>
    /// What has come and may yet become a call, its mark included.
    private var held: [UInt8] = []
    private var place = Place.start
    private var extent = JSONExtent()
    private var count = 0

    private enum Place {
        /// Nothing but blanks has come.
        case start
        /// What comes is text, unless the mark comes.
        case text
        /// The mark has come, or JSON without it; so many bytes are in front of the value.
        case call(skipped: Int)
        /// A call has been read.
        case between
    }

    /// A reader of an answer of which nothing has come.
    ///
    /// - Parameters:
    ///   - tools: The functions that the model may call, in OpenAI's words.
    ///   - mark: What stands before calls; `nil` for nothing.
    package init(for tools: [JSON], after mark: String?) {
        self.mark = Array((mark ?? "").utf8)
        names = Set(tools.compactMap { $0["function"]?["name"]?.string })
    }

    /// Takes more of the answer.
    ///
    /// - Returns: What of it is text, and the calls that are complete, as a chat of llama-server has them.
    package mutating func take(_ text: String) -> (text: String, calls: [JSON]) {
        held += text.utf8
        var text: [UInt8] = []
        var calls: [JSON] = []
        while goesOn(&text, &calls) {}
        return (String(decoding: text, as: UTF8.self), calls)
    }

    /// The answer is complete: what has been held back is text.
    package mutating func finish() -> String {
        defer { held = [] }
        if case .between = place { return "" }
        return String(decoding: held, as: UTF8.self)
    }

    /// Takes a step, and tells whether another one may follow with what has come.
    private mutating func goesOn(_ text: inout [UInt8], _ calls: inout [JSON]) -> Bool {
        switch place {
        case .start: begins()
        case .between: follows()
        case .text: findsMark(&text)
        case .call(let skipped): readsCall(behind: skipped, &text, &calls)
        }
    }

    private mutating func begins() -> Bool {
        let rest = held.drop(while: \.isBlank)
        guard let first = rest.first else { return false }
        if !mark.isEmpty {
            guard !rest.starts(with: mark) else { return enter(rest.startIndex + mark.count) }
            guard !mark.starts(with: rest) else { return false }
        }
        guard !first.opensJSON else { return enter(rest.startIndex) }
        place = .text
        return true
    }

    private mutating func enter(_ skipped: Int) -> Bool {
        place = .call(skipped: skipped)
        extent = JSONExtent()
        return true
    }

    /// Steps over what stands behind a call: separators, and the mark of its end.
    private mutating func follows() -> Bool {
        held.removeSubrange(..<held.prefix { $0.isBlank || [0x2C, 0x3B, 0x5D].contains($0) }.endIndex)
        if held.starts(with: Array("</".utf8)) || held == [0x3C] {
            guard let end = held.firstIndex(of: UInt8(ascii: ">")) else { return false }
            held.removeSubrange(...end)
            return true
        }
        guard !held.isEmpty else { return false }
        place = .start
        return true
    }

    private mutating func findsMark(_ text: inout [UInt8]) -> Bool {
        guard let first = mark.first else {
            text += held
            held = []
            return false
        }
        var start = held.startIndex
        while let candidate = held[start...].firstIndex(of: first) {
            let rest = held[candidate...]
            if rest.starts(with: mark) || mark.starts(with: rest) {
                text += held[..<candidate]
                held.removeSubrange(..<candidate)
                return held.count >= mark.count && enter(mark.count)
            }
            start = candidate + 1
        }
        text += held
        held = []
        return false
    }

    private mutating func readsCall(
        behind skipped: Int,
        _ text: inout [UInt8],
        _ calls: inout [JSON]
    ) -> Bool {
        let value = held[skipped...].drop(while: \.isBlank)
        guard let first = value.first else { return false }
        guard first.opensJSON else { return giveUp(skipped, &text) }
        guard let end = extent.end(in: held, from: value.startIndex) else {
            // `[1]` and `{x}` are no beginnings of calls.
            let second = value.dropFirst().first { !$0.isBlank }
            let expected = first == UInt8(ascii: "{") ? UInt8(ascii: "\"") : UInt8(ascii: "{")
            return second == nil || second == expected ? false : giveUp(skipped, &text)
        }
        guard let found = FoundCall.all(in: held[value.startIndex..<end], of: names) else {
            return giveUp(skipped, &text)
        }
        calls += found.map { call in
            defer { count += 1 }
            return call.piece(at: count)
        }
        held.removeSubrange(..<end)
        place = .between
        return true
    }

    /// Takes what looked like a call for text, as far as it cannot hold another one.
    private mutating func giveUp(_ skipped: Int, _ text: inout [UInt8]) -> Bool {
        text += held[..<skipped]
        held.removeSubrange(..<skipped)
        place = .text
        return true
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    fileprivate var opensJSON: Bool { self == UInt8(ascii: "{") || self == UInt8(ascii: "[") }
}
