import Testing

@testable import API
@testable import paddock

@Suite struct `Greeting of a server` {
    private func text(
        _ api: RouteTable.Selection = .both,
        count: Int = 2,
        model: String? = "smollm2",
        at addresses: [String] = ["http://127.0.0.1:8080", "http://127.0.0.1:11434"]
    ) -> String {
        Greeting(addresses: addresses, api: api, modelCount: count, model: model).text
    }

    @Test func `the first line says where the server is, and how many models it serves`() {
        let first = "Paddock \(Paddock.version) serves 2 models at http://127.0.0.1:8080 and http://127.0.0.1:11434\n"
        #expect(text().hasPrefix(first))
        #expect(text(count: 1).contains(" 1 model at "))
    }

    @Test(arguments: [
        (RouteTable.Selection.both, ["/v1/chat/completions", "/api/chat", "/docs"]),
        (.openai, ["/v1/chat/completions", "/docs"]), (.ollama, ["/api/chat", "/docs"]),
    ])
    func `only what is served is to be tried`(api: RouteTable.Selection, paths: [String]) {
        let all = ["/v1/chat/completions", "/api/chat", "/docs"]
        #expect(all.filter(text(api).contains) == paths)
        #expect(text(api).contains("http://127.0.0.1:8080\(paths[0])"))
    }

    @Test func `with keys what is to be tried sends one`() {
        let greeting = Greeting(addresses: ["http://a"], api: .both, modelCount: 1, asksForKey: true, model: "m")
        let commands = greeting.text.split(separator: "\n").filter { $0.contains("curl") }
        let header = #"-H "Authorization: Bearer $PADDOCK_API_KEY""#
        #expect(commands.count == 2 && commands.allSatisfy { $0.contains(header) })
        #expect(!text().contains("Authorization"))
    }

    @Test func `without a model it says how to get some`() {
        let text = text(count: 0, model: nil)
        for words in ["serves 0 models", "paddock pull ", "model_folders", "paddock import"] {
            #expect(text.contains(words))
        }
        #expect(!text.contains("curl") && text.hasSuffix("\n"))
    }
}
