import Schema

/// What a conversation is held with.
struct ChatSettings {
    /// The model.
    var model: String
    /// Instructions that stand before the conversation; `nil`: the model's own.
    var system: String?
    /// Parameters that differ from the model's.
    var options = JSONObject()
    /// Whether the model thinks, or how much; `nil`: as it likes.
    var think: JSON?
    /// What answers must be; `nil`: anything.
    var format: JSON?
    /// How long the model stays afterwards; `nil`: as the server likes.
    var keepAlive: JSON?
    /// Whether thoughts are shown.
    var showsThinking = true
    /// Whether tokens are counted aloud.
    var isVerbose = false

    /// The body for `/api/chat` that asks for the answer to these messages; without any, for the model to be loaded.
    func request(_ messages: [JSON]) -> JSON {
        let instructions = messages.isEmpty ? nil : system.map { ["role": "system", "content": .string($0)] as JSON }
        var request: JSONObject = [
            "model": .string(model), "messages": .array((instructions.map { [$0] } ?? []) + messages),
        ]
        request["options"] = options.isEmpty ? nil : .object(options)
        request["think"] = messages.isEmpty ? nil : think
        request["format"] = format
        request["keep_alive"] = keepAlive
        return .object(request)
    }

    /// The body for `/api/create` that makes a model which begins with these messages.
    func recipe(of name: String, _ messages: [JSON]) -> JSON {
        var recipe: JSONObject = ["model": .string(name), "from": .string(model)]
        recipe["system"] = system.map { .string($0) }
        recipe["parameters"] = options.isEmpty ? nil : .object(options)
        recipe["messages"] = messages.isEmpty ? nil : .array(messages)
        return .object(recipe)
    }
}
