import Schema
import Testing

@testable import paddock

@Suite struct `Settings of a chat` {
    @Test func `a saved model takes along the instructions, the parameters and the conversation`() {
        var settings = ChatSettings(model: "smollm2")
        settings.system = "Be brief."
        settings.options["num_ctx"] = 8192
        settings.think = true
        let said: JSON = ["role": "user", "content": "Hello"]
        #expect(
            settings.recipe(of: "mine", [said]) == [
                "model": "mine", "from": "smollm2", "system": "Be brief.", "parameters": ["num_ctx": 8192],
                "messages": [said],
            ]
        )
    }

    @Test func `what was not set is left to the model that it is made of`() {
        #expect(ChatSettings(model: "a").recipe(of: "b", []) == ["model": "b", "from": "a"])
    }
}
