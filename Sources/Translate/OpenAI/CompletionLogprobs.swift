package import Schema

extension OpenAI {
    /// How likely the tokens of a continued text were, as OpenAI's older answers tell it; llama-server tells it as in a
    /// chat.
    ///
    /// Source: OpenAI, "The completion object", `logprobs`.
    package struct CompletionLogprobs: Shape {
        package struct Fields {
            package let tokens = Field<[String]>("tokens", "The tokens.")
            package let tokenLogprobs = Field<[Double]>("token_logprobs", "The logarithm of each one's likelihood.")
            package let topLogprobs = Field<[[String: Double]]>("top_logprobs", "The likeliest tokens at each place.")
            package let textOffsets = Field<[Int]>(
                "text_offset",
                "Where each token begins in the prompt and the text behind it, in characters; counted from the text alone "
                    + "where the prompt is tokens, or one of several."
            )
        }
        package static let description = Description(
            "How likely the tokens of a continued text were.",
            Fields(),
            example: """
                {"tokens":[" red"],"token_logprobs":[-0.12],"top_logprobs":[{" red":-0.12,", red":-2.5}],\
                "text_offset":[17]}
                """
        )
        package var members = JSONObject()
        package init() {}

        /// Respells what llama-server tells.
        ///
        /// - Parameters:
        ///   - content: The member `content`, one object for each token.
        ///   - offset: Where the first token begins.
        init(_ content: [JSON], from offset: Int) {
            self.init()
            var offset = offset
            var offsets: [Int] = []
            for token in content {
                offsets.append(offset)
                offset += token["token"]?.string?.unicodeScalars.count ?? 0
            }
            self.tokens = content.map { $0["token"]?.string ?? "" }
            self.tokenLogprobs = content.map { $0["logprob"]?.double ?? 0 }
            self.topLogprobs = content.map { token in
                let likeliest = (token["top_logprobs"]?.array ?? []).compactMap { one in
                    one["token"]?.string.map { ($0, one["logprob"]?.double ?? 0) }
                }
                // Tokens that are parts of a character look alike.
                return Dictionary(likeliest, uniquingKeysWith: max)
            }
            self.textOffsets = offsets
        }
    }
}

/// Respells the likelihoods in answers and events of continued texts.
package struct CompletionRespelling: AnswerTranslator {
    private var offsets: [Int: Int] = [:]
    private let start: Int
    private var filter = EventFilter()

    /// A respelling of which nothing has come.
    ///
    /// - Parameter prompt: What is continued.
    package init(of prompt: OpenAI.Prompt) {
        start = prompt.json.string?.unicodeScalars.count ?? 0
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        guard !event.isEqual("null"), case .chunk(let chunk) = try ChatEvent(event) else {
            return try filter.take(event, clock: clock, to: &out)
        }
        try respelled(chunk).bytes.withUnsafeBufferPointer { (event) throws(AnswerFault) in
            try filter.take(UnsafeRawBufferPointer(event), clock: clock, to: &out)
        }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        try filter.finish(clock: clock, to: &out)
    }

    /// A whole answer, or an event, with its likelihoods in OpenAI's form.
    package mutating func respelled(_ answer: JSONObject) -> JSON {
        guard var choices = answer["choices"]?.array else { return .object(answer) }
        for (place, choice) in choices.enumerated() {
            guard var members = choice.object, let content = members["logprobs"]?["content"]?.array else { continue }
            let index = members["index"]?.int ?? 0
            let offset = offsets[index] ?? start
            offsets[index] = offset + content.reduce(0) { $0 + ($1["token"]?.string?.unicodeScalars.count ?? 0) }
            members["logprobs"] = OpenAI.CompletionLogprobs(content, from: offset).json
            choices[place] = .object(members)
        }
        var respelled = answer
        respelled["choices"] = .array(choices)
        return .object(respelled)
    }
}
