import Schema
import Testing
import Translate

/// The events of a streamed response, as a client reads them.
struct ResponseTranscript {
    let events: [JSON]

    /// Reads a stream; every event must repeat its name, and have the number that follows.
    init(_ text: String) throws {
        var events: [JSON] = []
        #expect(text.hasSuffix("\n\n"))
        for event in text.dropLast(2).split(separator: "\n\n") {
            let lines = event.split(separator: "\n")
            let data = try JSON(parsing: String(lines[1].dropFirst("data: ".count)))
            #expect(lines.count == 2 && lines[0] == "event: \(data["type"]?.string ?? "")")
            #expect(data["sequence_number"]?.int == events.count)
            events.append(data)
        }
        self.events = events
    }

    /// The names in order, without what they all begin with; several of a kind in a row are told once.
    var outline: [String] {
        events.reduce(into: []) { names, event in
            let name = event["type"]?.string?.dropFirst("response.".count).description ?? ""
            if names.last != name { names.append(name) }
        }
    }

    /// The response as the last event tells it.
    var last: JSON? { events.last?["response"] }

    func all(_ type: String) -> [JSON] {
        events.filter { $0["type"]?.string == "response.\(type)" }
    }

    /// Holds the events to what they say of each other: items open and close in order, and are the sum of their parts.
    func check() {
        var open: JSON?
        var text = ""
        var finished: [JSON] = []
        for event in events.dropFirst(2).dropLast() {
            let name = event["type"]?.string ?? ""
            #expect(event["output_index"]?.int == finished.count, "\(event)")
            switch name {
            case "response.output_item.added":
                #expect(open == nil && event["item"]?["status"] == "in_progress")
                open = event["item"]
                text = ""
            case "response.output_item.done":
                #expect(event["item"]?["id"] == open?["id"])
                let whole = event["item"]?["content"]?[0]?["text"] ?? event["item"]?["arguments"]
                #expect(whole?.string == text)
                finished.append(event["item"] ?? .null)
                open = nil
            default:
                #expect(event["item_id"] == open?["id"])
                if name.hasSuffix(".delta") { text += event["delta"]?.string ?? "" }
                let whole = event["text"] ?? event["arguments"]
                if whole != nil { #expect(whole?.string == text) }
            }
        }
        #expect(open == nil)
        #expect(last?["output"] == .array(finished))
    }
}

extension OpenAI.Response {
    /// The answer to a request, begun when the clock of the tests stands still.
    static func begun(_ request: String = #"{"input":"Hi"}"#) throws -> OpenAI.Response {
        let request = OpenAI.ResponseRequest(members: try JSON(parsing: request).object ?? [:])
        return OpenAI.Response(to: request, by: "tiny", id: "resp_1", at: StillClock().now)
    }
}
