import API

/// What a server says once it serves: where it is, and what to try; pure.
struct Greeting {
    /// Where it is: `http://127.0.0.1:8080`, the first of all for people.
    let addresses: [String]
    let api: RouteTable.Selection
    let modelCount: Int
    /// Whether callers must have a key.
    var asksForKey = false
    /// The model to try; `nil` when there is none.
    let model: String?

    /// Lines for people, the last one with its end.
    var text: String {
        let models = modelCount == 1 ? "1 model" : "\(modelCount) models"
        let first = "Paddock \(Paddock.version) serves \(models) at \(addresses.joined(separator: " and "))\n"
        guard let address = addresses.first, let model else { return first + Self.advice }
        return first + "Try:\n" + trials(address, model).map { "  \($0)\n" }.joined()
    }

    private func trials(_ address: String, _ model: String) -> [String] {
        let body = #"{"model": "\#(model)", "messages": [{"role": "user", "content": "Hello"}]}"#
        var trials: [String] = []
        let curl = asksForKey ? #"curl -H "Authorization: Bearer $PADDOCK_API_KEY""# : "curl"
        if api != .ollama { trials.append("\(curl) \(address)/v1/chat/completions -d '\(body)'") }
        if api != .openai { trials.append("\(curl) \(address)/api/chat -d '\(body)'") }
        return trials + ["open \(address)/docs"]
    }

    private static let advice = """
        There are no models yet. It finds them by itself once there are some:
          paddock pull hf.co/bartowski/SmolLM2-360M-Instruct-GGUF:Q4_K_M    fetches one
          model_folders: [~/models]                                         in models.yaml serves a folder's GGUF files
          paddock import --folder ~/models --enable -o models.yaml          writes an entry for each of them

        """
}
