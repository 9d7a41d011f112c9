import Schema
import Testing
import Translate

@Suite struct `A request for a response` {
    private func chat(_ request: String) throws -> OpenAI.ChatRequest {
        OpenAI.ChatRequest(translating: try read(request))
    }

    private func read(_ request: String) throws -> OpenAI.ResponseRequest {
        let faults = try faults(request)
        #expect(faults.isEmpty)
        return OpenAI.ResponseRequest(members: try JSON(parsing: request).object ?? [:])
    }

    private func messages(_ input: String) throws -> JSON? {
        try chat(#"{"input":\#(input)}"#).json["messages"]
    }

    private func faults(_ request: String) throws -> [String] {
        try Array(request.utf8).withUnsafeBytes {
            try Checker($0, against: OpenAI.ResponseRequest.rule).violations.map(\.description)
        }
    }

    @Test func `with a text is what a user says, behind the instructions`() throws {
        #expect(
            try chat(#"{"model":"m","input":"Hi","instructions":"Be kind."}"#).json == [
                "model": "m", "stream": true, "stream_options": ["include_usage": true],
                "messages": [["role": "system", "content": "Be kind."], ["role": "user", "content": "Hi"]],
            ]
        )
    }

    @Test func `makes one turn of what the assistant thought, said and called`() throws {
        let turn = try messages(
            """
            [{"role":"user","content":[{"type":"input_text","text":"Weather?"}]},
            {"type":"reasoning","id":"rs","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]},
            {"type":"message","id":"msg","status":"completed","role":"assistant",
            "content":[{"type":"output_text","text":"Let me look.","annotations":[]}]},
            {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},
            {"type":"function_call","call_id":"b","name":"g","arguments":"{\\"x\\":1}"},
            {"type":"function_call_output","call_id":"a","output":"rain"},
            {"type":"function_call_output","call_id":"b","output":[{"type":"input_text","text":"sun"}]},
            {"type":"message","role":"assistant","content":"Rain."}]
            """
        )
        #expect(
            turn == [
                ["role": "user", "content": "Weather?"],
                [
                    "role": "assistant", "content": "Let me look.", "reasoning_content": "hm",
                    "tool_calls": [
                        ["id": "a", "type": "function", "function": ["name": "f", "arguments": "{}"]],
                        ["id": "b", "type": "function", "function": ["name": "g", "arguments": "{\"x\":1}"]],
                    ],
                ],
                ["role": "tool", "tool_call_id": "a", "content": "rain"],
                ["role": "tool", "tool_call_id": "b", "content": "sun"],
                ["role": "assistant", "content": "Rain."],
            ]
        )
    }

    @Test func `keeps two turns of the assistant apart, and leaves out a thought that led to nothing`() throws {
        let found = try messages(
            """
            [{"role":"assistant","content":"a"},{"role":"assistant","content":"b"},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"c"}]},{"role":"assistant","content":"d"},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"e"}]},{"role":"developer","content":"f"}]
            """
        )
        #expect(
            found == [
                ["role": "assistant", "content": "a"], ["role": "assistant", "content": "b"],
                ["role": "assistant", "content": "d", "reasoning_content": "c"],
                ["role": "developer", "content": "f"],
            ]
        )
    }

    @Test func `keeps pictures as parts, and makes one of several texts`() throws {
        let found = try messages(
            """
            [{"role":"user","content":[{"type":"input_text","text":"What?"},
            {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"auto"}]},
            {"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]}]
            """
        )
        #expect(
            found?[0]?["content"] == [
                ["type": "text", "text": "What?"],
                ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA"]],
            ]
        )
        #expect(found?[1]?["content"] == "a\nb")
    }

    @Test func `asks for the one function that is chosen by leaving out the others`() throws {
        let tools =
            #""tools":[{"type":"function","name":"f"},{"type":"function","name":"g","parameters":{},"strict":true}]"#
        let one = try chat(#"{"input":"Hi",\#(tools),"tool_choice":{"type":"function","name":"g"}}"#).json
        #expect(one["tool_choice"] == "required")
        #expect(
            one["tools"] == [["type": "function", "function": ["name": "g", "parameters": [:], "strict": true]]]
        )
        let allowed = #"{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]}"#
        let some = try chat(#"{"input":"Hi",\#(tools),"tool_choice":\#(allowed)}"#).json
        #expect(some["tool_choice"] == "auto" && some["tools"]?.array?.count == 1)
        let all = try chat(#"{"input":"Hi",\#(tools),"tool_choice":"none","parallel_tool_calls":false}"#).json
        #expect(all["tool_choice"] == "none" && all["tools"]?.array?.count == 2)
        #expect(all["parallel_tool_calls"] == false)
    }

    @Test func `passes on what only llama-server knows, and nothing that would change the kind of answer`() throws {
        let found = try chat(
            """
            {"input":"Hi","top_k":3,"min_p":0.05,"n":2,"messages":[],"store":true,"metadata":{"a":"b"},"user":"me",
            "include":[],"truncation":"auto","service_tier":"auto","keep_alive":5,"stream":false,"max_output_tokens":7,
            "text":{"verbosity":"low","format":{"type":"text"}},"reasoning":{"effort":"low"},"prompt_cache_key":"k"}
            """
        )
        #expect(
            found.json == [
                "top_k": 3, "min_p": 0.05, "messages": [["role": "user", "content": "Hi"]], "max_tokens": 7,
                "reasoning_effort": "low", "stream": true, "stream_options": ["include_usage": true],
            ]
        )
    }

    @Test func `asks for JSON, and for likelihoods`() throws {
        let schema = #"{"type":"json_schema","name":"s","strict":true,"schema":{"type":"object"}}"#
        let found = try chat(#"{"input":"Hi","text":{"format":\#(schema)},"top_logprobs":2}"#).json
        #expect(
            found["response_format"] == [
                "type": "json_schema", "json_schema": ["name": "s", "schema": ["type": "object"], "strict": true],
            ]
        )
        #expect(found["logprobs"] == true && found["top_logprobs"] == 2)
        let object = try chat(#"{"input":"Hi","text":{"format":{"type":"json_object"}}}"#).json
        #expect(object["response_format"] == ["type": "json_object"])
        let included = try chat(#"{"input":"Hi","include":["message.output_text.logprobs"]}"#).json
        #expect(included["logprobs"] == true && included["top_logprobs"] == 0)
    }

    @Test func `does not make a model think that is told not to`() throws {
        let found = try chat(#"{"input":"Hi","reasoning":{"effort":"none"}}"#).json
        #expect(found["reasoning_effort"] == "none" && found["chat_template_kwargs"] == ["enable_thinking": false])
    }

    @Test func `is told everything that cannot be done, each with its place`() throws {
        let found = try faults(
            """
            {"input":[{"role":"user","content":[{"type":"input_text"},{"type":"input_file","file_id":"f"},
            {"type":"input_image","file_id":"f"},{"type":"hologram"}]},{"content":"Hi"},
            {"type":"function_call","name":"f"},{"type":"function_call_output","output":"x"},
            {"type":"item_reference","id":"i"},{"type":"web_search_call"}],
            "tools":[{"type":"function","name":"f"},{"type":"web_search"},{"type":"function"}],
            "tool_choice":{"type":"function","name":"g"},"text":{"format":{"type":"json_schema","name":"s"}},
            "reasoning":{"effort":"enormous"},"max_output_tokens":0}
            """
        )
        #expect(
            found.map { $0.split(separator: ":")[0] } == [
                "input[0].content[0].text", "input[0].content[1].type", "input[0].content[2].image_url",
                "input[0].content[3].type", "input[1].role", "input[2].call_id", "input[3].call_id", "input[4].type",
                "input[5].type", "tools[1].type", "tools[2].name", "text.format.schema", "reasoning.effort",
                "max_output_tokens", "tool_choice.name",
            ]
        )
        #expect(found.contains { $0.contains("'web_search'") })
    }

    @Test func `is told what only a server with a memory could do`() throws {
        let violations = try faults(
            """
            {"input":"a","previous_response_id":"resp_0","conversation":"c","prompt":{"id":"p"},"background":true}
            """
        )
        #expect(
            violations.map { $0.split(separator: ":")[0] } == [
                "previous_response_id", "conversation", "prompt", "background",
            ]
        )
        #expect(violations[0].contains("keeps no answers"))
    }

    @Test func `without an item in its input asks for nothing`() throws {
        let violations = try faults(#"{"input":[]}"#)
        #expect(violations == ["input: must not be empty"])
    }

    @Test func `is given back with its answer, and nulls where it says nothing`() throws {
        let request = try read(
            #"{"input":"Hi","temperature":0.50,"metadata":{"a":"b"},"tools":[{"type":"function","name":"f"}]}"#
        )
        let answer = OpenAI.Response(to: request, by: "tiny", id: "resp_1", at: StillClock().now).json
        #expect(answer["temperature"]?.text == "0.50" && answer["top_p"] == .null)
        #expect(answer["metadata"] == ["a": "b"] && answer["tools"] == [["type": "function", "name": "f"]])
        #expect(answer["text"] == ["format": ["type": "text"]] && answer["store"] == false)
        #expect(answer["instructions"] == .null && answer["previous_response_id"] == .null)
        #expect(answer["created_at"] == 2 && answer["status"] == "in_progress")
    }
}
