import Schema
import Testing

/// What a client makes of a stream in Anthropic's words; it holds the stream to its order.
struct Told {
    /// The events' data, in order.
    private(set) var events: [JSON] = []
    /// The message that they add up to.
    private(set) var answer: JSONObject = [:]
    private var blocks: [JSONObject] = []
    private var isOpen = false
    private var input = ""

    init(_ text: String) throws {
        for event in text.split(separator: "\n\n") {
            let lines = event.split(separator: "\n")
            try #require(lines.count == 2)
            let data = try JSON(parsing: String(lines[1].dropFirst("data: ".count)))
            #expect(lines[0] == "event: \(data["type"]?.string ?? "")")
            events.append(data)
            try take(data)
        }
        #expect(events.last?["type"] == "message_stop")
        #expect(!isOpen)
        answer["content"] = .array(blocks.map(JSON.object))
    }

    private mutating func take(_ event: JSON) throws {
        switch event["type"] {
        case "message_start":
            #expect(events.count == 1)
            answer = event["message"]?.object ?? [:]
        case "content_block_start":
            #expect(!isOpen)
            #expect(event["index"]?.int == blocks.count)
            isOpen = true
            input = ""
            blocks.append(event["content_block"]?.object ?? [:])
        case "content_block_delta":
            #expect(isOpen)
            #expect(event["index"]?.int == blocks.count - 1)
            grow(by: event["delta"])
        case "content_block_stop":
            #expect(isOpen)
            #expect(event["index"]?.int == blocks.count - 1)
            isOpen = false
            if !input.isEmpty { blocks[blocks.count - 1]["input"] = try JSON(parsing: input) }
        case "message_delta":
            #expect(!isOpen)
            for member in event["delta"]?.object?.members ?? [] { answer[member.key] = member.value }
            answer["usage"] = event["usage"]
        default: #expect(event["type"] == "message_stop")
        }
    }

    private mutating func grow(by delta: JSON?) {
        for key in ["text", "thinking", "signature"] {
            guard let text = delta?[key]?.string else { continue }
            blocks[blocks.count - 1][key] = .string((blocks[blocks.count - 1][key]?.string ?? "") + text)
        }
        input += delta?["partial_json"]?.string ?? ""
    }
}
