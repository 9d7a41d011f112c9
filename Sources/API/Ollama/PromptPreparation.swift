import NIOCore
import Schema
import Translate

/// Makes the tokens of a prompt, so that the answer can hand back all tokens to go on from.
struct PromptPreparation: Preparation {
    private let request: Ollama.GenerateRequest
    private let prompt: Prompt
    private let makeWay: @Sendable (Question.Call, AnswerSource) -> Question.Way
    /// The context that the prompt has to fit into, in tokens; `nil` before it was found to be too long.
    private var limit: Int?
    private var state = State.start

    private enum State { case start, rendering, tokenizing }

    /// Where the prompt comes from.
    enum Prompt {
        /// The model's template makes it of this body.
        case rendering(JSON)
        /// It has been made.
        case text(String)
    }

    /// Prepares a prompt.
    ///
    /// - Parameters:
    ///   - request: What the client wants.
    ///   - prompt: Where the prompt comes from.
    ///   - makeWay: How the answer comes back.
    init(
        _ request: Ollama.GenerateRequest,
        prompt: Prompt,
        makeWay: @escaping @Sendable (Question.Call, AnswerSource) -> Question.Way
    ) {
        self.request = request
        self.prompt = prompt
        self.makeWay = makeWay
    }

    /// The same from the start, for a prompt that has been found to be too long.
    func fitting(into limit: Int) -> PromptPreparation {
        var preparation = PromptPreparation(request, prompt: prompt, makeWay: makeWay)
        preparation.limit = limit
        return preparation
    }

    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep {
        switch state {
        case .start:
            guard case .rendering(let body) = prompt else { return tokenize(prompt) }
            state = .rendering
            return .ask(Question.Call(path: "/apply-template", json: body))
        case .rendering:
            guard let text = reply?.json?["prompt"]?.string else { throw Problem(reply) }
            return tokenize(.text(text))
        case .tokenizing:
            guard let tokens = reply?.json?["tokens"]?.array?.compactMap(\.int) else { throw Problem(reply) }
            var prompt = (request.context ?? []) + tokens
            guard !prompt.isEmpty else { throw .emptyPrompt }
            if let limit { prompt = request.shortened(prompt, within: limit) }
            let body = request.completion(of: .array(prompt.map { .number($0) }))
            return .go(makeWay(Question.Call(path: "/completion", json: body), .completion(prompt: prompt)))
        }
    }

    private mutating func tokenize(_ prompt: Prompt) -> PreparationStep {
        guard case .text(let text) = prompt else { preconditionFailure("a prompt is rendered before it is tokenized") }
        state = .tokenizing
        // What goes on from an earlier answer has no second beginning.
        let isFirst = request.context?.isEmpty ?? true
        let body: JSON = ["content": .string(text), "add_special": .bool(isFirst), "parse_special": true]
        return .ask(Question.Call(path: "/tokenize", json: body))
    }
}

extension Question.Call {
    /// A request with this body.
    init(path: StaticString, json: JSON) {
        self.init(path: path, body: ByteBuffer(bytes: json.bytes))
    }
}

extension Problem {
    /// A request of which a template makes nothing.
    static var emptyPrompt: Problem {
        Problem(.invalidValue, "template error: the prompt that the template makes of this request is empty")
    }

    /// A reply that is not what the child was asked for.
    init(_ reply: ChildReply?) {
        guard let reply, reply.status != 200, case .refused(let refusal) = reply.fault else {
            self.init(.childFailed, "The model's server gave an answer that makes no sense.")
            return
        }
        self.init(refusal)
    }
}
