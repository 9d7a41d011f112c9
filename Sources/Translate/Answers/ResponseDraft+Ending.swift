import Schema

extension ResponseDraft {
    /// The whole response.
    ///
    /// - Parameters:
    ///   - response: The response as it was before anything had come.
    ///   - now: When it became whole.
    /// - Returns: The response as its client gets it.
    /// - Throws: ``AnswerFault/connectionLost`` when more should have come.
    func whole(_ response: OpenAI.Response, at now: Timestamp) throws(AnswerFault) -> OpenAI.Response {
        guard isComplete else { throw .connectionLost }
        var response = response
        response.status = outcome.status
        response.output = closed.map(\.inOpenAI)
        if outcome.status == .completed { response.completedAt = now.seconds }
        if let cause = outcome.cause {
            var details = OpenAI.IncompleteDetails()
            details.reason = cause
            response.incompleteDetails = details
        }
        if let counts { response.usage = counts }
        return response
    }

    /// The response that will not become whole; the item that was open is told as what it is.
    func failed(_ response: OpenAI.Response, _ code: String, _ message: String) -> OpenAI.Response {
        var response = response
        var items = closed
        if var item = open {
            item.end(as: .incomplete)
            items.append(item)
        }
        response.status = .failed
        response.output = items.map(\.inOpenAI)
        var error = OpenAI.ResponseError()
        error.code = Self.errorCodes[code] ?? "server_error"
        error.type = code
        error.message = message
        response.error = error
        return response
    }

    /// OpenAI's words for problems that a further try would have as well; the others are `server_error`.
    private static let errorCodes = [
        "context_length_exceeded": "context_length_exceeded", "backend_refused": "invalid_prompt",
        "unsupported_capability": "invalid_prompt",
    ]

    private var counts: OpenAI.ResponseUsage? {
        guard let usage else { return nil }
        var counts = OpenAI.ResponseUsage()
        let input = usage["prompt_tokens"]?.int ?? 0
        let output = usage["completion_tokens"]?.int ?? 0
        var inputDetails = OpenAI.ResponseUsage.InputDetails()
        inputDetails.cachedTokens = usage["prompt_tokens_details"]?["cached_tokens"]?.int ?? 0
        inputDetails.cacheWriteTokens = input - inputDetails.cachedTokens
        var outputDetails = OpenAI.ResponseUsage.OutputDetails()
        outputDetails.reasoningTokens =
            usage["completion_tokens_details"]?["reasoning_tokens"]?.int ?? min(thoughts, output)
        counts.inputTokens = input
        counts.inputDetails = inputDetails
        counts.outputTokens = output
        counts.outputDetails = outputDetails
        counts.totalTokens = input + output
        return counts
    }
}
