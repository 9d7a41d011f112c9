import Schema

/// Ends an answer where it begins to call a second function, and hands the rest of the stream on.
///
/// The child's events must have `timings`: a stream that is not read to its end tells no usage.
package struct FirstCall: AnswerTranslator {
    private var base: any AnswerTranslator
    private let answers: Int
    private let telling: Telling
    /// The answers that have ended here, and not in the child.
    private var ended: Set<Int> = []
    package private(set) var isOver = false

    /// What the caller asked to be told.
    package struct Telling: Sendable {
        /// Whether each event has `timings`.
        package var timings = true
        /// Whether a last event has `usage`.
        package var usage = true

        /// Everything.
        package init() {}
    }

    /// A stream of which nothing has come.
    ///
    /// - Parameters:
    ///   - base: Who gets the events.
    ///   - answers: How many answers there are; all of several are waited for.
    ///   - telling: What else stands in the events.
    package init(for base: some AnswerTranslator, answers: Int = 1, telling: Telling = Telling()) {
        (self.base, self.answers, self.telling) = (base, answers, telling)
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        guard !isOver else { return }
        guard case .chunk(var chunk) = try ChatEvent(event) else { return try base.take(event, clock: clock, to: &out) }
        let timings = chunk["timings"]
        let choices = chunk["choices"]?.array ?? []
        let (kept, cut) = sift(choices)
        let isLast = choices.isEmpty || choices.contains { $0["finish_reason"]?.string != nil }
        if cut.isEmpty, kept.count == choices.count, telling.timings || isLast || timings == nil {
            return try base.take(event, clock: clock, to: &out)
        }
        chunk["choices"] = .array(kept)
        if !telling.timings { chunk["timings"] = nil }
        if !kept.isEmpty || choices.isEmpty { try pass(chunk, clock, to: &out) }
        guard !cut.isEmpty else { return }
        chunk["timings"] = telling.usage ? nil : timings
        chunk["choices"] = .array(
            cut.map { ["finish_reason": "tool_calls", "index": .number($0), "delta": [:]] }
        )
        try pass(chunk, clock, to: &out)
        guard answers == 1 else { return }
        isOver = true
        if telling.usage, let timings {
            chunk["choices"] = []
            chunk["usage"] = Self.usage(by: timings)
            chunk["timings"] = timings
            try pass(chunk, clock, to: &out)
        }
        try pass(Array("[DONE]".utf8), clock, to: &out)
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        try base.finish(clock: clock, to: &out)
    }

    package mutating func failure(code: String, message: String) -> [UInt8]? {
        base.failure(code: code, message: message)
    }

    /// What remains of the pieces of answers, and which answers begin their second call here.
    private mutating func sift(_ choices: [JSON]) -> (kept: [JSON], cut: [Int]) {
        var kept: [JSON] = []
        var cut: [Int] = []
        for choice in choices {
            let index = choice["index"]?.int ?? 0
            guard !ended.contains(index) else { continue }
            let calls = choice["delta"]?["tool_calls"]?.array ?? []
            let first = calls.filter { $0["index"]?.int ?? 0 == 0 }
            guard first.count < calls.count else {
                kept.append(choice)
                continue
            }
            ended.insert(index)
            cut.append(index)
            guard !first.isEmpty, var members = choice.object else { continue }
            members["delta"] = ["tool_calls": .array(first)]
            members["finish_reason"] = .null
            kept.append(.object(members))
        }
        return (kept, cut)
    }

    private mutating func pass(
        _ chunk: JSONObject,
        _ clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        try pass(JSON.object(chunk).bytes, clock, to: &out)
    }

    private mutating func pass(
        _ event: [UInt8],
        _ clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        try event.withUnsafeBufferPointer { (event) throws(AnswerFault) in
            try base.take(UnsafeRawBufferPointer(event), clock: clock, to: &out)
        }
    }

    /// The tokens that were used until now.
    ///
    /// Source: llama-server, the objects `timings` and `usage`.
    private static func usage(by timings: JSON) -> JSON {
        let cached = timings["cache_n"]?.int ?? 0
        let prompt = cached + (timings["prompt_n"]?.int ?? 0)
        let answer = timings["predicted_n"]?.int ?? 0
        return [
            "completion_tokens": .number(answer), "prompt_tokens": .number(prompt),
            "total_tokens": .number(prompt + answer), "prompt_tokens_details": ["cached_tokens": .number(cached)],
        ]
    }
}
