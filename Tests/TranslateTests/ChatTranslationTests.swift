import Schema
import Testing
import Translate

@Suite struct `An Ollama request in llama-server's words` {
    private func translate(_ text: String) throws -> JSON {
        let json = try JSON(parsing: text)
        let request = Ollama.ChatRequest(members: json.object ?? [:])
        return try OpenAI.ChatRequest(translating: request).json
    }

    private func translated(option: String, _ value: String, as name: String) throws -> String? {
        try translate(#"{"model":"m","messages":[],"options":{"\#(option)":\#(value)}}"#)[name]?.text
    }

    @Test(arguments: [
        ("num_predict", "1.9", "max_tokens", "1"), ("num_predict", "-2", "max_tokens", "-1"),
        ("temperature", "0.10", "temperature", "0.10"), ("top_k", "40", "top_k", "40"), ("seed", "-1", "seed", "-1"),
        ("seed", "4294967295", "seed", "4294967295"), ("seed", "1099511627777", "seed", "1"),
        ("seed", "18446744073709551615", "seed", "2147483647"),
        ("num_predict", "1e300", "max_tokens", "2147483647"),
        ("num_predict", "1099511627776", "max_tokens", "2147483647"),
        ("num_keep", "-1099511627776", "n_keep", "-1"), ("top_k", "4294967296", "top_k", "2147483647"),
        ("repeat_last_n", "-1", "repeat_last_n", "131072"), ("num_keep", "4", "n_keep", "4"),
        ("stop", #""x""#, "stop", #"["x"]"#), ("stop", #"["a","b"]"#, "stop", #"["a","b"]"#),
    ])
    func `has each option under its own name, whole where it counts`(
        _ option: String,
        _ value: String,
        _ name: String,
        _ expected: String
    ) throws {
        #expect(try translated(option: option, value, as: name) == expected)
    }

    @Test func `leaves out options that are null, and takes those that stand beside options`() throws {
        #expect(try translated(option: "seed", "null", as: "seed") == nil)
        let json = try translate(#"{"messages":[],"temperature":1,"seed":5,"options":{"seed":7}}"#)
        #expect(json["temperature"] == 1 && json["seed"] == 7)
    }

    @Test func `asks for a stream, also for those who want none`() throws {
        let json = try translate(#"{"messages":[],"stream":false}"#)
        #expect(json["stream"] == true && json["cache_prompt"] == true)
    }

    @Test(arguments: [
        (#""json""#, #"{"type":"json_object"}"#),
        (#"{"type":"object"}"#, #"{"type":"json_schema","json_schema":{"name":"schema","schema":{"type":"object"}}}"#),
    ])
    func `asks for a form`(_ format: String, _ expected: String) throws {
        #expect(try translate(#"{"messages":[],"format":\#(format)}"#)["response_format"]?.text == expected)
    }

    @Test func `asks for thinking, or for none, or for so much`() throws {
        #expect(try translate(#"{"messages":[],"think":false}"#)["chat_template_kwargs"] == ["enable_thinking": false])
        let json = try translate(#"{"messages":[],"think":"low"}"#)
        #expect(json["chat_template_kwargs"] == ["enable_thinking": true] && json["reasoning_effort"] == "low")
    }

    @Test func `gives calls an id, and the tools' answers the id of their call`() throws {
        let json = try translate(
            #"""
            {"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"a","arguments":{"x":1}}},
            {"function":{"name":"b","arguments":"{\"y\":2}"}}]},{"role":"tool","tool_name":"b","content":"B"},
            {"role":"tool","tool_name":"a","content":"A"}]}
            """#
        )
        let calls = json["messages"]?[0]?["tool_calls"]?.array ?? []
        #expect(calls.compactMap { $0["function"]?["arguments"]?.string } == [#"{"x":1}"#, #"{"y":2}"#])
        #expect(calls.compactMap { $0["id"]?.string?.count } == [9, 9])
        #expect(json["messages"]?[1]?["tool_call_id"] == calls[1]["id"])
        #expect(json["messages"]?[2]?["tool_call_id"] == calls[0]["id"])
    }

    @Test func `caps what some clients put beside the options, too`() throws {
        let json = try translate(#"{"messages":[],"max_tokens":1099511627776,"seed":5}"#)
        #expect(json["max_tokens"] == 2_147_483_647 && json["seed"] == 5)
    }

    @Test func `has no arguments for a call where the client wrote nothing`() throws {
        let json = try translate(
            #"{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"a","arguments":" "}}]}]}"#
        )
        #expect(json["messages"]?[0]?["tool_calls"]?[0]?["function"]?["arguments"] == "{}")
    }

    @Test(arguments: [
        (#"{"x":1}"#, true), (#""{\"x\":1}""#, true), ("\"\"", true), ("null", true), (#""Rome""#, false),
        (#""[1]""#, false), ("5", false),
    ])
    func `takes arguments that are an object or the text of one, and says where others stand`(
        _ arguments: String,
        _ isFine: Bool
    ) throws {
        let call = #"{"function":{"name":"a","arguments":\#(arguments)}}"#
        let text = #"{"messages":[{"role":"assistant","tool_calls":[\#(call)]}]}"#
        let violations = try Array(text.utf8).withUnsafeBytes {
            try Checker($0, against: Ollama.ChatRequest.rule).violations
        }
        #expect(violations.map(\.place) == (isFine ? [] : ["messages[0].tool_calls[0].function.arguments"]))
    }

    @Test(arguments: [
        ("iVBORw0KGgoAAAANSUhEUg==", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="),
        ("/9j/4AAQSkZJRg==", "data:image/jpeg;base64,/9j/4AAQSkZJRg=="),
        ("UklGRiQAAABXRUJQVlA4", "data:image/webp;base64,UklGRiQAAABXRUJQVlA4"),
        ("data:image/png;base64,aaaa", "data:image/png;base64,aaaa"),
    ])
    func `shows pictures as parts, with the type that their bytes tell`(_ image: String, _ address: String) throws {
        let json = try translate(#"{"messages":[{"role":"user","content":"what?","images":["\#(image)"]}]}"#)
        let expected: JSON = [
            ["type": "text", "text": "what?"], ["type": "image_url", "image_url": ["url": .string(address)]],
        ]
        #expect(json["messages"]?[0]?["content"] == expected)
    }

    @Test(arguments: [("UklGRiQAAABXQVZFZm10", "no picture"), ("iVBO*w0K", "illegal base64 data at input byte 4")])
    func `refuses what is no picture, and says where`(_ image: String, _ text: String) {
        #expect {
            try translate(#"{"messages":[{"role":"user","images":["\#(image)"]}]}"#)
        } throws: { error in
            let violation = (error as? TranslationFault)?.violation
            let inText = (error as? TranslationFault)?.inText.violation.place
            return violation?.place == "messages[0].images[0]" && violation?.text.contains(text) == true
                && inText == "images[0]"
        }
    }

    @Test(arguments: [("[]", false), (#"[],"keep_alive":0"#, true), (#"[],"keep_alive":"0s""#, true)])
    func `only loads or unloads when it says nothing`(_ messages: String, _ unloads: Bool) throws {
        let json = try JSON(parsing: #"{"messages":\#(messages)}"#)
        let request = Ollama.ChatRequest(members: json.object ?? [:])
        #expect(request.isUnload == unloads && request.isLoad == !unloads)
    }
}
