import Schema

/// One question to a model, and its answer.
struct ChatTurn {
    private let settings: ChatSettings
    private let messages: [JSON]

    /// Asks for the next message of a conversation.
    init(_ settings: ChatSettings, _ messages: [JSON]) {
        (self.settings, self.messages) = (settings, messages)
    }

    /// Asks, and prints the answer as it comes.
    ///
    /// - Parameters:
    ///   - client: The server.
    ///   - interrupts: What stops the answer; `nil`: nothing but the end of the program.
    /// - Returns: The answer, or what had come of it when it was stopped.
    /// - Throws: ``Refusal``.
    @discardableResult
    func ask(_ client: Client, stoppedBy interrupts: Interrupts? = nil) async throws -> String {
        let spinner = Spinner("waiting for \(settings.model)")
        defer { spinner.stop() }
        let answer = client.stream(.post, "/api/chat", settings.request(messages))
        interrupts?.stop(with: answer.cancel)
        defer { interrupts?.rest() }
        var printer = AnswerPrinter(
            showsThinking: settings.showsThinking && Terminal.isOutput,
            isStyled: Terminal.isOutput
        )
        defer { StandardOutput.write(printer.end()) }
        var text = ""
        var isDone = false
        for try await line in answer {
            let message = line["message"]
            let (thought, content) = (message?["thinking"]?.string ?? "", message?["content"]?.string ?? "")
            let output = printer.add(thought: thought) + printer.add(content: content)
            if !output.isEmpty {
                spinner.stop()
                StandardOutput.write(output)
            }
            text += content
            guard line["done"]?.bool == true else { continue }
            isDone = true
            if settings.isVerbose {
                StandardOutput.write(printer.end())
                StandardError.write("\n" + Counters(line).text)
            }
        }
        guard isDone || answer.isCancelled else { throw Refusal("the server's answer has no end") }
        return text
    }
}
