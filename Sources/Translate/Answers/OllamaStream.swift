import Schema

/// Makes lines in Ollama's words from the child's stream.
///
/// The text of an ordinary event is copied as it is, still escaped: both protocols have the same escapes. Everything
/// else goes through a tree.
package struct OllamaStream: AnswerTranslator {
    private let prefix: [UInt8]
    private let model: String
    private let form: OllamaForm
    private let logprobs: OllamaLogprobs
    private var calls = ToolCallParts()
    private var reader: ToolCallReader?
    private var progress: OllamaProgress

    /// A stream of which nothing has come.
    ///
    /// - Parameters:
    ///   - model: The model, as the request spelled it.
    ///   - form: Which kind of answer the caller wants.
    ///   - source: What the child was asked.
    ///   - topLogprobs: How many of the likeliest tokens the request wants at each place.
    ///   - reader: What finds calls of tools in the text; `nil` when the child does, or nobody has to.
    package init(
        model: String,
        form: OllamaForm = .chat,
        from source: AnswerSource = .chat,
        topLogprobs: Int = 0,
        findingCalls reader: ToolCallReader? = nil
    ) {
        self.model = model
        self.form = form
        self.reader = reader
        progress = OllamaProgress(source)
        logprobs = OllamaLogprobs(top: topLogprobs)
        prefix = Array("{\"model\":\(JSON.string(model).text),\"created_at\":\"".utf8)
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        if let text = PlainText.find(in: event) {
            guard !text.isEmpty else { return }
            out.append(contentsOf: prefix)
            clock.now.write(to: &out)
            out.append(form.frame.opening)
            out.append(contentsOf: text)
            out.append(form.frame.closing)
            return
        }
        for choice in try progress.take(event) {
            let delta = choice["delta"]
            calls.take(delta?["tool_calls"]?.array ?? [])
            let thinking = delta?["reasoning_content"]?.string ?? ""
            let content = calls.text(of: delta?["content"]?.string ?? "", &reader)
            let logprobs = logprobs.translated(choice["logprobs"])
            guard !thinking.isEmpty || !content.isEmpty || logprobs != nil else { continue }
            var message: JSONObject = ["role": "assistant", "content": .string(content)]
            if !thinking.isEmpty { message["thinking"] = .string(thinking) }
            write(message, logprobs: logprobs, clock, to: &out)
        }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        guard progress.ending.isComplete else { throw .connectionLost }
        if let rest = reader?.finish(), !rest.isEmpty {
            write(["role": "assistant", "content": .string(rest)], logprobs: nil, clock, to: &out)
        }
        if !calls.isEmpty {
            let message: JSONObject = ["role": "assistant", "content": "", "tool_calls": .array(try calls.inOllama())]
            write(message, logprobs: nil, clock, to: &out)
        }
        var answer = Ollama.ChatAnswer()
        answer.model = model
        answer.createdAt = "\(clock.now)"
        answer.message = ["role": "assistant", "content": ""]
        progress.write(to: &answer, clock)
        form.json(answer).write(to: &out)
        out.append(UInt8(ascii: "\n"))
    }

    private func write(_ message: JSONObject, logprobs: JSON?, _ clock: some AnswerClock, to out: inout [UInt8]) {
        var answer = Ollama.ChatAnswer()
        answer.model = model
        answer.createdAt = "\(clock.now)"
        answer.message = .object(message)
        answer.done = false
        answer.logprobs = logprobs
        form.json(answer).write(to: &out)
        out.append(UInt8(ascii: "\n"))
    }
}

/// Makes one answer in Ollama's words from the child's stream.
package struct OllamaAggregate: AnswerTranslator {
    private let model: String
    private var content = ""
    private var thinking = ""
    private var calls = ToolCallParts()
    private var reader: ToolCallReader?
    private var tokens: [JSON] = []
    private let form: OllamaForm
    private let logprobs: OllamaLogprobs
    private var progress: OllamaProgress

    /// An answer of which nothing has come.
    ///
    /// - Parameters:
    ///   - model: The model, as the request spelled it.
    ///   - form: Which kind of answer the caller wants.
    ///   - source: What the child was asked.
    ///   - topLogprobs: How many of the likeliest tokens the request wants at each place.
    ///   - reader: What finds calls of tools in the text; `nil` when the child does, or nobody has to.
    package init(
        model: String,
        form: OllamaForm = .chat,
        from source: AnswerSource = .chat,
        topLogprobs: Int = 0,
        findingCalls reader: ToolCallReader? = nil
    ) {
        self.model = model
        self.form = form
        self.reader = reader
        progress = OllamaProgress(source)
        logprobs = OllamaLogprobs(top: topLogprobs)
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        for choice in try progress.take(event) {
            content += calls.text(of: choice["delta"]?["content"]?.string ?? "", &reader)
            thinking += choice["delta"]?["reasoning_content"]?.string ?? ""
            calls.take(choice["delta"]?["tool_calls"]?.array ?? [])
            tokens += logprobs.translated(choice["logprobs"])?.array ?? []
        }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        guard progress.ending.isComplete else { throw .connectionLost }
        content += reader?.finish() ?? ""
        var message: JSONObject = ["role": "assistant", "content": .string(content)]
        if !thinking.isEmpty { message["thinking"] = .string(thinking) }
        if !calls.isEmpty { message["tool_calls"] = .array(try calls.inOllama()) }
        var answer = Ollama.ChatAnswer()
        answer.model = model
        answer.createdAt = "\(clock.now)"
        answer.message = .object(message)
        progress.write(to: &answer, clock)
        if !tokens.isEmpty { answer.logprobs = .array(tokens) }
        form.json(answer).write(to: &out)
    }
}
