import NIOCore
import Schema
import Translate

/// Has texts turned into vectors; those that are too long are cut first, if the client allows it.
struct EmbeddingPreparation: Preparation {
    private let texts: [String]
    private let isCut: Bool
    private let dimensions: Int?
    private let makeAnswer: @Sendable (OllamaVectors, any AnswerClock) -> JSON
    private var state = State.start

    private enum State {
        case start
        case embedding(isLast: Bool)
        case tokenizing(inputs: [JSON], limit: Int)
    }

    /// Prepares vectors.
    ///
    /// - Parameters:
    ///   - texts: The texts, at least one.
    ///   - isCut: Whether what is too long is cut; else it is refused.
    ///   - dimensions: How many numbers of each vector are wanted; `nil` for all.
    ///   - makeAnswer: Puts the vectors into an answer.
    init(
        of texts: [String],
        isCut: Bool,
        dimensions: Int?,
        makeAnswer: @escaping @Sendable (OllamaVectors, any AnswerClock) -> JSON
    ) {
        self.texts = texts
        self.isCut = isCut
        self.dimensions = dimensions
        self.makeAnswer = makeAnswer
    }

    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep {
        switch state {
        case .start: return embed(texts.map(JSON.string), isLast: !isCut)
        case .embedding(let isLast):
            guard let reply, reply.status != 200 else { return try answer(reply) }
            guard let limit = Self.limit(in: reply.fault) else { throw Problem(reply) }
            guard !isLast else { throw .inputTooLong }
            return tokenize([], limit: limit)
        case .tokenizing(var inputs, let limit):
            guard var tokens = reply?.json?["tokens"]?.array else { throw Problem(reply) }
            // The last token says that the text has ended.
            if tokens.count > limit { tokens = tokens.prefix(limit - 1) + tokens.suffix(1) }
            inputs.append(.array(tokens))
            return inputs.count < texts.count ? tokenize(inputs, limit: limit) : embed(inputs, isLast: true)
        }
    }

    private mutating func embed(_ inputs: [JSON], isLast: Bool) -> PreparationStep {
        state = .embedding(isLast: isLast)
        return .ask(Question.Call(path: "/v1/embeddings", json: ["input": .array(inputs)]))
    }

    private mutating func tokenize(_ inputs: [JSON], limit: Int) -> PreparationStep {
        state = .tokenizing(inputs: inputs, limit: limit)
        let body: JSON = ["content": .string(texts[inputs.count]), "add_special": true]
        return .ask(Question.Call(path: "/tokenize", json: body))
    }

    private func answer(_ reply: ChildReply?) throws(Problem) -> PreparationStep {
        guard let json = reply?.json, let vectors = OllamaVectors(json, count: texts.count, dimensions: dimensions)
        else { throw Problem(reply) }
        return .go(.answered { [makeAnswer] clock in makeAnswer(vectors, clock) })
    }

    /// How many tokens a text may have, if it was refused for having more.
    private static func limit(in fault: AnswerFault) -> Int? {
        guard case .refused(let refusal) = fault, refusal.type == "exceed_context_size_error" else { return nil }
        return refusal.tokens?.limit
    }
}

extension Problem {
    /// A text that is longer than the model's context.
    static var inputTooLong: Problem {
        var problem = Problem(.contextLengthExceeded, "The input is longer than the model's context.")
        problem.ollamaText = "the input length exceeds the context length"
        return problem
    }
}
