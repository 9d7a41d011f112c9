import Testing
import Translate

@Suite struct `A model's name` {
    @Test(arguments: [
        ("smollm2", "smollm2:latest"), ("smollm2:135m", "smollm2:135m"), ("smollm2:latest", "smollm2:latest"),
        ("user/model", "user/model:latest"), ("user/model:q4", "user/model:q4"),
        ("localhost:5000/user/model", "localhost:5000/user/model:latest"),
        ("localhost:5000/user/model:q4", "localhost:5000/user/model:q4"),
    ])
    func `is shown with a tag`(_ name: String, _ shown: String) {
        #expect(Ollama.ModelName.displayed(name) == shown)
    }
}
