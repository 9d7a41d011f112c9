import Schema

/// Where a text has room for more elements of a list.
struct YAMLListPlace {
    private let key: String
    private let text: [UInt8]
    /// The offsets at which lines start, and that of the text's end.
    private let lineStarts: [Int]
    private var style = Style.missing

    private enum Style {
        /// The object has no such key.
        case missing
        /// The key stands here and has no value.
        case empty(YAMLMark)
        /// The list stands in brackets, which close here.
        case brackets(isEmpty: Bool, end: YAMLMark)
        /// Each element stands behind a dash: the last one here, and here stands what follows the list.
        case dashes(last: YAMLMark, end: YAMLMark)
    }

    /// Looks for a list among the members of the outermost object.
    init(of key: String, in text: [UInt8]) throws(YAMLFault) {
        self.key = key
        self.text = text
        let ends = text.indices.filter { text[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        lineStarts = [0] + ends + (ends.last == text.count ? [] : [text.count])
        guard !text.isEmpty else { return }
        style = try text.withUnsafeBufferPointer { (bytes) throws(YAMLFault) in try find(in: YAMLEvents(bytes)) }
    }

    private func find(in events: borrowing YAMLEvents) throws(YAMLFault) -> Style {
        _ = try events.next()  // The start of the stream.
        guard try events.next().kind == .documentStart, try events.next().kind == .mapStart else { return .missing }
        while true {
            let name = try events.next()
            guard name.kind != .end else { return .missing }
            _ = try events.end(of: name)
            let value = try events.next()
            guard case .scalar(key, _) = name.kind else {
                _ = try events.end(of: value)
                continue
            }
            guard value.kind == .listStart else { return .empty(name.mark) }
            var last: YAMLMark?
            while true {
                let element = try events.next()
                if element.kind == .end {
                    guard text[offset(of: value.mark)] != UInt8(ascii: "["), let last else {
                        return .brackets(isEmpty: last == nil, end: element.mark)
                    }
                    return .dashes(last: last, end: element.mark)
                }
                last = element.mark
                _ = try events.end(of: element)
            }
        }
    }

    /// The text with more elements; `nil` where there is no room.
    func adding(_ elements: [JSON]) -> [UInt8]? {
        var writer = YAMLWriter()
        switch style {
        case .missing:
            writer.write([key: .array(elements)])
            return inserting(writer.text, behindLine: lineStarts.count - 1)
        case .empty(let mark):
            writer.write(elements, indentation: 2)
            return inserting(writer.text, behindLine: mark.line)
        case .brackets(let isEmpty, let end):
            let words = (isEmpty ? "" : ", ") + elements.map(\.text).joined(separator: ", ")
            let offset = offset(of: end)
            return Array(text[..<offset]) + words.utf8 + text[offset...]
        case .dashes(let last, let end):
            let indentation = indentation(ofLine: last.line)
            guard text[lineStarts[last.line - 1] + indentation] == UInt8(ascii: "-") else { return nil }
            writer.write(elements, indentation: indentation)
            // At the end of the text what follows the list may stand in its last line.
            var line = end.column == 1 ? end.line - 1 : end.line
            while line > last.line, !isPartOfList(line, indentation: indentation) { line -= 1 }
            return inserting(writer.text, behindLine: line)
        }
    }

    /// Whether a line is more than an empty one, or than a comment further left than the list.
    private func isPartOfList(_ line: Int, indentation: Int) -> Bool {
        let blanks = self.indentation(ofLine: line)
        let start = lineStarts[line - 1] + blanks
        guard start < lineStarts[line], !"\r\n".utf8.contains(text[start]) else { return false }
        return text[start] != UInt8(ascii: "#") || blanks >= max(1, indentation)
    }

    private func inserting(_ words: String, behindLine line: Int) -> [UInt8] {
        let offset = lineStarts[line]
        let before = Array(text[..<offset])
        let isEnded = before.last.map { $0 == UInt8(ascii: "\n") } ?? true
        return before + (isEnded ? "" : "\n").utf8 + words.utf8 + text[offset...]
    }

    /// How many blanks a line begins with; lines count from 1.
    private func indentation(ofLine line: Int) -> Int {
        text[lineStarts[line - 1]..<lineStarts[line]].prefix { $0 == UInt8(ascii: " ") }.count
    }

    private func offset(of mark: YAMLMark) -> Int {
        let start = lineStarts[mark.line - 1]
        let line = String(decoding: text[start...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return start + String(line.unicodeScalars.prefix(mark.column - 1)).utf8.count
    }
}

extension YAMLEvents {
    /// Steps over the rest of a value, and returns its last event.
    fileprivate func end(of event: YAMLEvent) throws(YAMLFault) -> YAMLEvent {
        var event = event
        var depth = 0
        while true {
            switch event.kind {
            case .listStart, .mapStart: depth += 1
            case .end: depth -= 1
            default: break
            }
            guard depth > 0 else { return event }
            event = try next()
        }
    }
}
