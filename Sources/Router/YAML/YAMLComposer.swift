import Schema

/// Makes a tree from the events of a YAML text.
struct YAMLComposer: ~Copyable {
    private let events: YAMLEvents
    private var anchors: [String: YAMLNode] = [:]
    private var count = 0
    /// What YAML allows and we do not.
    private(set) var faults: [YAMLFault] = []

    private static let depthLimit = 64
    /// Counts what aliases repeat, so that a small text cannot become a huge value.
    private static let countLimit = 100_000

    init(_ events: consuming YAMLEvents) {
        self.events = events
    }

    /// The only document of the text; one without a document holds `null`.
    mutating func document() throws(YAMLFault) -> YAMLNode {
        _ = try events.next()  // The start of the stream.
        let start = try events.next()
        guard start.kind == .documentStart else { return YAMLNode(.scalar(.null), at: start.mark) }
        let root = try node(try events.next(), depth: 0)
        _ = try events.next()  // The end of the document.
        let rest = try events.next()
        guard rest.kind == .streamEnd else {
            throw YAMLFault(mark: rest.mark, text: "a second document starts here; only one is allowed")
        }
        return root
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLFault) -> YAMLNode {
        guard depth < Self.depthLimit else { throw YAMLFault(mark: event.mark, text: "nested too deeply") }
        if event.isTagged { note("tags are not supported; a text that looks like a number stands in quotes", event) }
        let node = YAMLNode(try content(of: event, depth: depth), at: event.mark)
        if let anchor = event.anchor { anchors[anchor] = node }
        return node
    }

    private mutating func content(of event: YAMLEvent, depth: Int) throws(YAMLFault) -> YAMLNode.Content {
        try add(1, event)
        switch event.kind {
        case .scalar(let text, isPlain: false): return .scalar(.string(text))
        case .scalar(let text, isPlain: true):
            if let value = YAMLScalar.value(of: text) { return .scalar(value) }
            note("'\(text)' is no number that can be used here", event)
            return .scalar(.null)
        case .alias(let name):
            guard let node = anchors[name] else {
                note("no anchor '&\(name)' stands before this", event)
                return .scalar(.null)
            }
            try add(node.size, event)
            return node.content
        case .listStart: return .list(try elements(depth: depth))
        default: return .map(try members(depth: depth))
        }
    }

    private mutating func elements(depth: Int) throws(YAMLFault) -> [YAMLNode] {
        var nodes: [YAMLNode] = []
        while true {
            let event = try events.next()
            if event.kind == .end { return nodes }
            nodes.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func members(depth: Int) throws(YAMLFault) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try events.next()
            if event.kind == .end { return members }
            let key = try key(event, depth: depth)
            let value = try node(try events.next(), depth: depth + 1)
            guard let key else { continue }
            if let line = lines.updateValue(event.mark.line, forKey: key) {
                note("the key '\(key)' stands in line \(line) already", event)
            } else {
                members.append(YAMLNode.Member(key: key, mark: event.mark, value: value))
            }
        }
    }

    /// The text of a key; `nil` when it cannot be one.
    private mutating func key(_ event: YAMLEvent, depth: Int) throws(YAMLFault) -> String? {
        guard case .scalar(let text, let isPlain) = event.kind else {
            note("a key must be a text", event)
            _ = try node(event, depth: depth + 1)
            return nil
        }
        guard text != "<<" || !isPlain else {
            note("merge keys ('<<') are not supported; an alias can stand for a whole value", event)
            return nil
        }
        return text
    }

    private mutating func add(_ number: Int, _ event: YAMLEvent) throws(YAMLFault) {
        count += number
        guard count <= Self.countLimit else { throw YAMLFault(mark: event.mark, text: "too many values") }
    }

    private mutating func note(_ text: String, _ event: YAMLEvent) {
        faults.append(YAMLFault(mark: event.mark, text: text))
    }
}
