import Schema

/// One item of a response, whole or as far as it has come.
struct ResponseItem: Sendable {
    let kind: Kind
    /// The item's own name.
    let id: String
    /// Its place in the response, from 0.
    let index: Int
    /// What has come of its text or arguments, escaped as in a JSON string.
    private(set) var escaped: [UInt8] = []
    private(set) var logprobs: [JSON] = []
    private(set) var status = OpenAI.ResponseStatus.inProgress

    /// What an item can be.
    enum Kind: Hashable, Sendable {
        case reasoning
        case message
        case call(id: String, name: String)

        /// What the names of such items begin with.
        var prefix: String {
            switch self {
            case .reasoning: "rs"
            case .message: "msg"
            case .call: "fc"
            }
        }
    }

    /// An item of which nothing has come; `response` is the name of its response, without what it begins with.
    init(_ kind: Kind, at index: Int, of response: Substring) {
        self.kind = kind
        self.index = index
        id = "\(kind.prefix)_\(response)_\(index)"
    }

    /// What has come of its text or arguments.
    var text: String { escaped.withUnsafeBytes(JSONText.unescape) }

    /// More of it has come.
    mutating func grow(by escaped: some Collection<UInt8>, logprobs: [JSON] = []) {
        self.escaped += escaped
        self.logprobs += logprobs
    }

    /// Nothing more will come of it.
    mutating func end(as status: OpenAI.ResponseStatus) {
        self.status = status
    }

    /// Its one part; `nil` for a call, which has none.
    var part: OpenAI.ResponseOutputPart? {
        var part = OpenAI.ResponseOutputPart()
        switch kind {
        case .call: return nil
        case .reasoning:
            part.type = "reasoning_text"
            part.text = text
        case .message:
            part.type = "output_text"
            part.annotations = []
            part.logprobs = logprobs
            part.text = text
        }
        return part
    }

    /// The item in OpenAI's words; one that has just begun has no part.
    var inOpenAI: OpenAI.ResponseOutputItem {
        var item = OpenAI.ResponseOutputItem()
        item.id = id
        let content = status == .inProgress && escaped.isEmpty ? [] : part.map { [$0] }
        switch kind {
        case .reasoning:
            item.type = "reasoning"
            item.summary = []
            item.content = content
        case .message:
            item.type = "message"
            item.role = "assistant"
            item.content = content
        case .call(let id, let name):
            item.type = "function_call"
            item.callID = id
            item.name = name
            item.arguments = text
        }
        item.status = status
        return item
    }
}
