import Schema
import Store
import Testing

@testable import API

@Suite struct `What a model's maker wishes` {
    @Test func `loses what no request could have, and says what`() {
        var wishes = ModelWishes(
            parameters: ["temperature": "hot", "top_k": 5, "stop": [1, 2], "made_up": ["x": 1], "num_ctx": 2048],
            messages: [["role": "user", "content": "Hi"], ["role": 5], "text"]
        )
        let faults = wishes.dropUnusable()
        #expect(wishes.parameters == ["top_k": 5, "made_up": ["x": 1], "num_ctx": 2048])
        #expect(wishes.messages == [["role": "user", "content": "Hi"]])
        #expect(faults.count == 4)
        #expect(faults.contains(#"option "temperature" must be of type float32"#))
        #expect(faults.contains { $0.contains("messages[1]") && $0.contains("role") })
    }

    @Test func `stays as it is when it is fine`() {
        let fine = ModelWishes(parameters: ["stop": "x", "num_predict": 1.5], messages: [["role": "user"]])
        var wishes = fine
        #expect(wishes.dropUnusable() == [] && wishes == fine)
    }
}
