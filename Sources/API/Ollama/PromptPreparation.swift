import NIOCore
import Schema
import Translate

/// Makes the tokens of a prompt, so that the answer can hand back all tokens to go on from.
struct PromptPreparation: Preparation {
    private let request: Ollama.GenerateRequest
    private let rendering: JSON
    private let makeWay: @Sendable (Question.Call, AnswerSource) -> Question.Way
    private var state = State.start

    private enum State { case start, rendering, tokenizing }

    /// Prepares a prompt.
    ///
    /// - Parameters:
    ///   - request: What the client wants.
    ///   - rendering: The body that asks for the prompt as the model's template makes it.
    ///   - makeWay: How the answer comes back.
    init(
        _ request: Ollama.GenerateRequest,
        rendering: JSON,
        makeWay: @escaping @Sendable (Question.Call, AnswerSource) -> Question.Way
    ) {
        self.request = request
        self.rendering = rendering
        self.makeWay = makeWay
    }

    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep {
        switch state {
        case .start:
            state = .rendering
            return .ask(Question.Call(path: "/apply-template", json: rendering))
        case .rendering:
            guard let prompt = reply?.json?["prompt"] else { throw Problem(reply) }
            state = .tokenizing
            // What goes on from an earlier answer has no second beginning.
            let isFirst = request.context?.isEmpty ?? true
            let body: JSON = ["content": prompt, "add_special": .bool(isFirst), "parse_special": true]
            return .ask(Question.Call(path: "/tokenize", json: body))
        case .tokenizing:
            guard let tokens = reply?.json?["tokens"]?.array?.compactMap(\.int) else { throw Problem(reply) }
            let prompt = (request.context ?? []) + tokens
            let body = request.completion(of: .array(prompt.map { .number($0) }))
            return .go(makeWay(Question.Call(path: "/completion", json: body), .completion(prompt: prompt)))
        }
    }
}

extension Question.Call {
    /// A request with this body.
    init(path: StaticString, json: JSON) {
        self.init(path: path, body: ByteBuffer(bytes: json.bytes))
    }
}

extension Problem {
    /// A reply that is not what the child was asked for.
    init(_ reply: ChildReply?) {
        guard let reply, reply.status != 200, case .refused(let refusal) = reply.fault else {
            self.init(.childFailed, "The model's server gave an answer that makes no sense.")
            return
        }
        self.init(refusal)
    }
}
