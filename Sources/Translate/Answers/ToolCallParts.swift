import Schema

/// Tool calls that come in pieces: the first piece of each has its name, the others more of its arguments.
struct ToolCallParts: Sendable {
    private var calls: [Int: Call] = [:]

    private struct Call {
        var id: String?
        var name = ""
        var arguments = ""
    }

    var isEmpty: Bool { calls.isEmpty }

    mutating func take(_ pieces: [JSON]) {
        for piece in pieces {
            var call = calls[piece["index"]?.int ?? 0] ?? Call()
            call.id = piece["id"]?.string ?? call.id
            call.name += piece["function"]?["name"]?.string ?? ""
            call.arguments += piece["function"]?["arguments"]?.string ?? ""
            calls[piece["index"]?.int ?? 0] = call
        }
    }

    /// Takes the calls out of a piece of text, if there is a reader for that, and returns the rest.
    mutating func text(of piece: String, _ reader: inout ToolCallReader?) -> String {
        guard let found = reader?.take(piece) else { return piece }
        take(found.calls)
        return found.text
    }

    private var ordered: [Call] { calls.sorted { $0.key < $1.key }.map(\.value) }

    /// The calls as llama-server writes them in a whole answer.
    var inOpenAI: [JSON] {
        ordered.map { call in
            var json: JSONObject = [
                "type": "function",
                "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
            ]
            json["id"] = call.id.map(JSON.string)
            return .object(json)
        }
    }

    /// The calls as Ollama writes them: arguments are objects.
    ///
    /// - Throws: ``AnswerFault`` when the model has made arguments that are no JSON object.
    func inOllama() throws(AnswerFault) -> [JSON] {
        var result: [JSON] = []
        for (index, call) in ordered.enumerated() {
            let text = call.arguments.isEmpty ? "{}" : call.arguments
            guard let arguments = try? JSON(parsing: text), arguments.object != nil else {
                let message = "the model called '\(call.name)' with arguments that are no JSON object: \(text)"
                throw .refused(AnswerFault.Refusal(status: 500, message: message, type: nil))
            }
            var json = JSONObject()
            json["id"] = call.id.map(JSON.string)
            json["function"] = ["index": .number(index), "name": .string(call.name), "arguments": arguments]
            result.append(.object(json))
        }
        return result
    }
}
