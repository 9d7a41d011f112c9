import Schema

/// Writes the named events of a streamed response, and counts them.
struct ResponseEvents: Sendable {
    private var count = 0
    /// What an event that adds to the open item begins with, up to its number.
    private var head: [UInt8] = []
    private var hasLogprobs = false

    /// Writes an event that tells the response as it is.
    mutating func write(_ kind: OpenAI.ResponseEvent.Kind, _ response: OpenAI.Response, to out: inout [UInt8]) {
        write(kind, to: &out) { $0.response = response }
    }

    /// Writes the events of a change.
    mutating func write(_ change: ResponseChange, to out: inout [UInt8]) {
        switch change {
        case .opened(let item): writeOpening(of: item, to: &out)
        case .grew(let escaped, let logprobs): writeDelta(escaped, logprobs, to: &out)
        case .closed(let item): writeClosing(of: item, to: &out)
        }
    }

    /// Writes that the open item has grown by a text, which is escaped already.
    mutating func writeDelta(_ escaped: some Collection<UInt8>, _ logprobs: [JSON] = [], to out: inout [UInt8]) {
        out += head
        out += String(count).utf8
        out.append(#","delta":""#)
        out += escaped
        out.append("\"")
        if hasLogprobs {
            out.append(#","logprobs":"#)
            JSON.array(logprobs).write(to: &out)
        }
        out.append("}\n\n")
        count += 1
    }

    private mutating func writeOpening(of item: ResponseItem, to out: inout [UInt8]) {
        write(.itemAdded, to: &out) { event in
            event.outputIndex = item.index
            event.item = item.inOpenAI
        }
        if let part = item.part {
            write(.partAdded, about: item, to: &out) { $0.part = part }
        }
        head = Self.deltaHead(for: item)
        hasLogprobs = item.kind == .message
    }

    private static func deltaHead(for item: ResponseItem) -> [UInt8] {
        let kind = item.kind.events.delta
        var event = OpenAI.ResponseEvent()
        event.type = kind
        event.itemID = item.id
        event.outputIndex = item.index
        if item.hasParts { event.contentIndex = 0 }
        // The object stays open: the number and the text follow.
        return "event: \(kind.rawValue)\ndata: ".utf8 + event.json.bytes.dropLast() + #","sequence_number":"#.utf8
    }

    private mutating func writeClosing(of item: ResponseItem, to out: inout [UInt8]) {
        write(item.kind.events.done, about: item, to: &out) { event in
            switch item.kind {
            case .reasoning: event.text = item.text
            case .message:
                event.text = item.text
                event.logprobs = item.logprobs
            case .call(_, let name):
                event.name = name
                event.arguments = item.text
            }
        }
        if let part = item.part {
            write(.partDone, about: item, to: &out) { $0.part = part }
        }
        write(.itemDone, to: &out) { event in
            event.outputIndex = item.index
            event.item = item.inOpenAI
        }
    }

    private mutating func write(
        _ kind: OpenAI.ResponseEvent.Kind,
        about item: ResponseItem,
        to out: inout [UInt8],
        _ fill: (inout OpenAI.ResponseEvent) -> Void
    ) {
        write(kind, to: &out) { event in
            event.itemID = item.id
            event.outputIndex = item.index
            if item.hasParts { event.contentIndex = 0 }
            fill(&event)
        }
    }

    private mutating func write(
        _ kind: OpenAI.ResponseEvent.Kind,
        to out: inout [UInt8],
        _ fill: (inout OpenAI.ResponseEvent) -> Void
    ) {
        var event = OpenAI.ResponseEvent()
        event.type = kind
        event.sequenceNumber = count
        fill(&event)
        count += 1
        out += "event: \(kind.rawValue)\ndata: ".utf8
        event.json.write(to: &out)
        out.append("\n\n")
    }
}

extension ResponseItem {
    /// Whether its text is that of a part.
    fileprivate var hasParts: Bool {
        if case .call = kind { false } else { true }
    }
}

extension ResponseItem.Kind {
    /// The events that tell more of such an item, and all of it.
    fileprivate var events: (delta: OpenAI.ResponseEvent.Kind, done: OpenAI.ResponseEvent.Kind) {
        switch self {
        case .reasoning: (.reasoningDelta, .reasoningDone)
        case .message: (.textDelta, .textDone)
        case .call: (.argumentsDelta, .argumentsDone)
        }
    }
}
