/// Names of answers and calls: Anthropic's begin with what they name.
enum AnthropicID {
    private static let call = "toolu_"
    private static let completion = "chatcmpl-"

    /// The name of an answer that the child calls so.
    static func message(_ id: String) -> String {
        "msg_" + (id.hasPrefix(completion) ? String(id.dropFirst(completion.count)) : id)
    }

    /// The name of a call that the child calls so.
    static func call(_ id: String) -> String { call + id }

    /// What the child calls this call; templates that write the name make the same prompt again.
    static func ofChild(call id: String) -> String {
        id.hasPrefix(call) ? String(id.dropFirst(call.count)) : id
    }
}
