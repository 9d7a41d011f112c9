import Schema

/// One event of the stream of `/completion`, in the words of a chat's stream.
///
/// Source: llama-server, `server_task_result_cmpl_partial` and `_final`.
struct CompletionEvent {
    /// The event as a chunk of a chat.
    let chunk: JSONObject
    /// The tokens that have come with it.
    let tokens: [Int]
    /// Whether it is the last one.
    let isLast: Bool

    /// Reads an event's data.
    ///
    /// - Throws: ``AnswerFault`` when it is an error, or no JSON.
    init(_ data: UnsafeRawBufferPointer) throws(AnswerFault) {
        guard case .chunk(let event) = try ChatEvent(data) else { throw .connectionLost }
        isLast = event["stop"]?.bool == true
        tokens = (event["tokens"]?.array ?? []).compactMap(\.int)
        var choice: JSONObject = ["index": 0, "delta": ["content": event["content"] ?? ""]]
        if let probabilities = event["completion_probabilities"], probabilities != [] {
            choice["logprobs"] = ["content": probabilities]
        }
        if isLast { choice["finish_reason"] = event["stop_type"] == "limit" ? "length" : "stop" }
        var chunk: JSONObject = ["choices": [.object(choice)]]
        chunk["timings"] = event["timings"]
        self.chunk = chunk
    }
}
