import Schema
import Testing

@testable import paddock

@Suite struct `What is known of a model` {
    private static let answer: JSON = [
        "details": ["family": "llama", "parameter_size": "134.52M", "quantization_level": "Q4_1"],
        "model_info": [
            "general.architecture": "llama", "llama.context_length": 8192, "llama.embedding_length": 576,
            "llama.rope.freq_base": 100000.5, "tokenizer.ggml.tokens": nil,
        ],
        "capabilities": ["completion", "tools"],
        "parameters": "temperature                    0.7\nstop                           \"a b\"",
        "license": "One\nTwo\nThree",
    ]

    @Test func `what is known stands in sections`() {
        #expect(
            ModelCard(Self.answer).text() == """
                  Model
                    architecture        llama
                    parameters          134.52M
                    context length      8192
                    embedding length    576
                    quantization        Q4_1

                  Capabilities
                    completion
                    tools

                  Parameters
                    temperature    0.7
                    stop           "a b"

                  License
                    One
                    Two

                """
        )
    }

    @Test func `the header of the file is told when it is wanted`() {
        #expect(ModelCard(Self.answer).text(verbose: true).contains("    llama.rope.freq_base      100000.5\n"))
    }

    @Test func `a part is told with an end of line, and one that is not there is not`() {
        #expect(ModelCard(Self.answer)[.license] == "One\nTwo\nThree\n")
        #expect(ModelCard(Self.answer)[.system] == nil)
    }

    @Test func `a server that says nothing leaves nothing to tell`() {
        #expect(ModelCard(.null).text().isEmpty)
        #expect(ModelCard(.null).capabilities == nil)
    }

    @Test func `what was said before stands as in a chat, and instructions are not shown`() {
        let messages: JSON = [
            ["role": "system", "content": "Be brief."], ["role": "user", "content": "Hello\u{1B}[2J"],
            ["role": "assistant", "content": "Hi!"],
        ]
        #expect(ModelCard(["messages": messages]).conversation == ">>> Hello[2J\nHi!\n\n")
        #expect(ModelCard(Self.answer).conversation == nil && ModelCard(Self.answer).messages.isEmpty)
    }
}
