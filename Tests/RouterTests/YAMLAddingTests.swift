import Router
import Schema
import Testing

@Suite struct `Adding to a list in YAML` {
    private func adding(_ elements: [JSON] = [["id": "new"]], to text: String) -> String? {
        YAMLDocument.adding(elements, to: "models", of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("models:\n  - id: a\n", "models:\n  - id: a\n  - id: new\n"),
        ("models:\n  - id: a", "models:\n  - id: a\n  - id: new\n"),
        ("models:\n- id: a\n", "models:\n- id: a\n- id: new\n"),
        ("models:\n    - id: a\n\n\n", "models:\n    - id: a\n    - id: new\n\n\n"),
        ("models:\n  - {id: a}\n  - id: b\nx: 1\n", "models:\n  - {id: a}\n  - id: b\n  - id: new\nx: 1\n"),
        ("models:\n  - &a {id: a}\n  - *a\n", "models:\n  - &a {id: a}\n  - *a\n  - id: new\n"),
        (
            "models:\n  - id: a\n    d: |\n      # one\n\n      two\nx: 1",
            "models:\n  - id: a\n    d: |\n      # one\n\n      two\n  - id: new\nx: 1"
        ),
        ("\"models\":\n  - id: 'ü'\n    d: \"ü\"\n", "\"models\":\n  - id: 'ü'\n    d: \"ü\"\n  - id: new\n"),
    ])
    func `puts elements behind the last one`(_ text: String, _ expected: String) {
        #expect(adding(to: text) == expected)
    }

    @Test func `keeps comments where they were`() {
        let text = """
            # Top.
            models:  # All of them.
              # The first.
              - id: a  # Here.
                #n_ctx: 1
              # - id: b

            # What follows.
            keep_alive: 5m
            """
        let expected = text.replacing("\n\n# What", with: "\n  - id: new\n\n# What")
        #expect(adding(to: text) == expected)
    }

    @Test(arguments: [
        ("", "models:\n  - id: new\n"), ("# Only this.\n", "# Only this.\nmodels:\n  - id: new\n"),
        ("a: 1", "a: 1\nmodels:\n  - id: new\n"), ("models:\n", "models:\n  - id: new\n"),
        ("models: # none\nx: 1\n", "models: # none\n  - id: new\nx: 1\n"),
        ("a: {models: [1]}\n", "a: {models: [1]}\nmodels:\n  - id: new\n"),
    ])
    func `makes the list when there is none`(_ text: String, _ expected: String) {
        #expect(adding(to: text) == expected)
    }

    @Test(arguments: [
        ("models: []\n", #"models: [{"id":"new"}]"# + "\n"),
        ("models: [{id: a}] # x\ny: 1", #"models: [{id: a}, {"id":"new"}] # x"# + "\ny: 1"),
        (#"{"ü": "é", "models": [{"id": "[é]"}]}"#, #"{"ü": "é", "models": [{"id": "[é]"}, {"id":"new"}]}"#),
        (
            "models: [\n  {id: a}, # one\n  {id: b} # ]\n]\n",
            "models: [\n  {id: a}, # one\n  {id: b} # ]\n, {\"id\":\"new\"}]\n"
        ),
    ])
    func `stays within brackets`(_ text: String, _ expected: String) {
        #expect(adding(to: text) == expected)
    }

    @Test(arguments: [
        "models: ~\n", "models: {}\n", "{}", "[]", "models: [1, ]", "models:\n  -\n    id: a\n", "a: [", "a: 1\n...\n",
        "a: &a [1]\nmodels: *a\n",
    ])
    func `leaves alone what it cannot add to`(_ text: String) {
        #expect(adding(to: text) == nil)
    }

    @Test func `adds elements in their order, as often as asked`() throws {
        var text = ""
        for number in 0..<5 {
            text = try #require(adding([["id": .number(2 * number)], ["id": .number(2 * number + 1)]], to: text))
        }
        #expect(
            try YAMLDocument(parsing: Array(text.utf8)).value["models"]?.array?.map { $0["id"]?.int } == Array(0..<10)
        )
    }
}
