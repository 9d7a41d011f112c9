import Schema
import Testing
import Translate

/// A message of a conversation, with whatever it has besides a role and a text.
func message(_ role: String, _ content: String, _ more: JSONObject = [:]) -> Ollama.Message {
    var message = Ollama.Message(saying: content, as: role)
    for member in more.members { message.members[member.key] = member.value }
    return message
}

@Suite struct `A prompt from a template` {
    private static let hello = [message("user", "Hello")]
    private static let talk = [
        message("system", "Be kind."), message("user", "Hello"), message("assistant", "Hi!"), message("user", "Bye"),
    ]
    private static let weather: JSON = [
        "function": [
            "parameters": [
                "required": ["city"],
                "properties": [
                    "unit": ["enum": ["C", "F"], "type": ["string"]],
                    "city": ["description": "Where <it> is", "type": "string"],
                ],
                "type": "object",
            ],
            "description": "Tells the weather", "name": "weather",
        ],
        "type": "function",
    ]
    private static let weatherText =
        #"{"type":"function","function":{"name":"weather","description":"Tells the weather","parameters":{"type":"object","#
        + #""required":["city"],"properties":{"city":{"type":"string","description":"Where \u003cit\u003e is"},"#
        + #""unit":{"type":"string","enum":["C","F"]}}}}}"#
    private static let calls = [
        message("user", "Weather?"),
        message(
            "assistant",
            "",
            [
                "thinking": "Look it up.",
                "tool_calls": [
                    ["id": "c1", "function": ["name": "weather", "arguments": ["unit": "C", "city": "Rome"]]]
                ],
            ]
        ),
        message("tool", "21 <C>", ["tool_name": "weather", "tool_call_id": "c1"]),
    ]

    private func prompt(
        _ template: String,
        _ messages: [Ollama.Message],
        tools: [JSON] = [],
        suffix: String? = nil,
        think: JSON? = nil
    ) throws -> String {
        try PromptTemplate(template)
            .prompt(for: messages, tools: tools, suffix: suffix, think: think, date: "2026-08-21")
    }

    @Test func `holds a conversation in ChatML`() throws {
        let expected =
            "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n"
            + "Hi!<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n"
        #expect(try prompt(TemplateShapes.chatML, Self.talk) == expected)
        #expect(try prompt(TemplateShapes.chatMLTurns, Self.talk) == expected)
    }

    @Test func `ends a turn before the answer's place`() throws {
        #expect(try prompt(TemplateShapes.phi, Self.hello) == "<|user|>\nHello<|end|>\n<|assistant|>\n")
        let turns =
            "<|system|>\nBe kind.<|end|>\n<|user|>\nHello<|end|>\n<|assistant|>\nHi!<|end|>"
            + "<|user|>\nBye<|end|>\n<|assistant|>\n"
        #expect(try prompt(TemplateShapes.phi, Self.talk) == turns)
    }

    @Test func `lets the model go on with an answer that was begun`() throws {
        let begun = [message("user", "Count."), message("assistant", "One, two")]
        #expect(try prompt(TemplateShapes.phi, begun) == "<|user|>\nCount.<|end|>\n<|assistant|>\nOne, two")
        #expect(
            try prompt(TemplateShapes.gemma, begun)
                == "<start_of_turn>user\nCount.<end_of_turn>\n<start_of_turn>model\nOne, two"
        )
    }

    @Test func `has the answer at its end when the template does not place it`() throws {
        #expect(
            try prompt(TemplateShapes.alpaca, Self.talk) == "Be kind.\n\n### Instruction:\nHello\n\n### Response:\nHi!"
                + "### Instruction:\nBye\n\n### Response:\n"
        )
    }

    @Test(arguments: [
        ("{{ .Prompt }}{{ if .Response }}<{{ .Response }}>{{ else }}-{{ end }}!", "a<b>!c"),
        ("{{ .Prompt }}{{ if .No }}x{{ else }}{{ .Response }}y{{ end }}!", "aby!c"),
        ("{{ .Prompt }}{{ range 2 }}{{ print .Response $.Response }}y{{ end }}!", "abyby!c"),
        ("{{ .Prompt }}{{ range .No }}x{{ else }}{{ $.Response }}y{{ end }}!", "aby!c"),
        ("{{ .Prompt }}{{ with .Prompt }}({{ . }}){{ end }}{{ .Response }}z", "a(a)bzc(c)"),
    ])
    func `is cut behind the answer wherever that stands`(_ template: String, _ expected: String) throws {
        let talk = [message("user", "a"), message("assistant", "b"), message("user", "c")]
        #expect(try prompt(template, talk) == expected)
    }

    @Test func `shows Llama its tools with the last question`() throws {
        let head =
            "<|start_header_id|>system<|end_header_id|>\n\nToday is 2026-08-21. Answer with a call of one of these "
            + "functions, if one helps:<|eot_id|><|start_header_id|>user<|end_header_id|>"
        #expect(
            try prompt(TemplateShapes.llama3, [Self.calls[0]], tools: [Self.weather]) == head
                + "\n\n\(Self.weatherText)\n\nWeather?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
        )
        #expect(
            try prompt(TemplateShapes.llama3, Self.calls, tools: [Self.weather]) == head
                + "\n\nWeather?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
                + #"{"name": "weather", "parameters": {"city":"Rome","unit":"C"}}"# + "<|eot_id|>"
                + "<|start_header_id|>ipython<|end_header_id|>\n\n21 <C><|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n"
        )
    }

    @Test func `puts Mistral's instructions before the last question`() throws {
        #expect(
            try prompt(TemplateShapes.mistral, Self.talk) == "[INST] Hello[/INST] Hi!</s>[INST] Be kind.\n\nBye[/INST]"
        )
        #expect(
            try prompt(TemplateShapes.mistral, Self.calls, tools: [Self.weather])
                == #"[INST] Weather?[/INST][TOOL_CALLS] [{"name": "weather", "arguments": {"city":"Rome","unit":"C"}}]</s>"#
                + #"[TOOL_RESULTS] {"content": "21 \u003cC\u003e", "id": "c1"}[/TOOL_RESULTS]"#
        )
        #expect(
            try prompt(TemplateShapes.mistral, Self.hello, tools: [Self.weather])
                == "[AVAILABLE_TOOLS] [\(Self.weatherText)][/AVAILABLE_TOOLS][INST] Hello[/INST]"
        )
    }

    @Test func `shows tools in TypeScript, thoughts since the last question, and calls`() throws {
        #expect(
            try prompt(TemplateShapes.thinker, Self.calls, tools: [Self.weather], think: "high")
                == "<|system|> Think hard.\nweather: ({\n  // Where <it> is\n  city: string,\n  // \n  unit: string,\n}) => any<|end|>"
                + "<|user|>Weather?<|end|><|assistant|><think>Look it up.</think>"
                + #"<call>{"ID":"c1","Function":{"Index":0,"Name":"weather","Arguments":{"city":"Rome","unit":"C"}}}</call><|end|>"#
                + "<|tool|>21 <C><|end|><|assistant|>"
        )
    }

    @Test(
        arguments: [
            (nil, "false||false"), (true, "true|medium|true"), (false, "false||true"), ("low", "true|low|true"),
            (.null, "false||false"),
        ] as [(JSON?, String)]
    )
    func `knows whether to think`(_ think: JSON?, _ expected: String) throws {
        let fields = "{{ .Think }}|{{ .ThinkLevel }}|{{ .IsThinkSet }}"
        #expect(try prompt("\(fields){{ if .Messages }}{{ end }}", Self.hello, think: think) == expected)
        #expect(try prompt(fields, Self.hello, think: think) == expected)
        #expect(try prompt("\(fields){{ .Suffix }}", Self.hello, suffix: "!", think: think) == expected + "!")
    }

    @Test func `fills in the middle`() throws {
        #expect(try prompt(TemplateShapes.thinker, Self.talk, suffix: "}") == "<|prefix|>Bye<|suffix|>}<|middle|>")
        #expect(
            try prompt(TemplateShapes.thinker, [message("user", "")], suffix: "}") == "<|prefix|><|suffix|>}<|middle|>"
        )
        #expect(try prompt(TemplateShapes.thinker, Self.hello, suffix: "") == "<|user|>Hello<|end|><|assistant|>")
    }

    @Test func `joins what one role says in a row, but not the answers of tools`() throws {
        let talk = [
            message("System", "a"), message("user", "b"), message("USER", "c"), message("system", "d"),
            message("tool", "e"),
            message("tool", "f"),
            message("assistant", "g", ["tool_calls": [["function": ["name": "x"]]]]),
            message("assistant", "", ["tool_calls": [["function": ["name": "y", "arguments": #"{"b":1.0,"a":{}}"#]]]]),
        ]
        let lines =
            "{{ .System }};{{ range .Messages }}{{ .Role }}={{ .Content }};{{ range .ToolCalls }}"
            + "{{ .Function.Index }}{{ .Function.Name }}{{ .Function.Arguments }}{{ end }}{{ end }}"
        #expect(
            try prompt(lines, talk) == "a\n\nd;system=a;user=b\n\nc;system=d;tool=e;tool=f;assistant=g\n\n;"
                + #"0x{}0y{"a":{},"b":1}"#
        )
    }

    @Test func `takes the text of parts, and nothing for no content`() throws {
        let parts = message(
            "user",
            "",
            ["content": [["type": "text", "text": "a"], ["type": "image_url"], ["type": "text", "text": "b"]]]
        )
        var silent = Ollama.Message()
        silent.role = "assistant"
        #expect(try prompt("{{ range .Messages }}<{{ .Content }}>{{ end }}", [parts, silent]) == "<ab><>")
    }

    @Test func `has every member that Ollama gives a message`() throws {
        let fields = "{{ range .Messages }}{{ json . }}{{ end }}"
        #expect(
            try prompt(fields, [message("user", "a", ["images": ["aGk="]])])
                == #"{"Role":"user","Content":"a","Thinking":"","Images":["aGk="],"ToolCalls":[],"ToolName":"","ToolCallID":""}"#
        )
    }

    @Test(
        arguments: [
            ([:], "{}"), ("x", "x"),
            (
                ["function": ["name": "f"]],
                #"{"type":"function","function":{"name":"f","description":"","parameters":{"type":"","properties":null}}}"#
            ),
            (
                [
                    "function": [
                        "name": "f", "strict": true,
                        "parameters": [
                            "additionalProperties": false, "required": [],
                            "properties": [
                                "b": "x",
                                "a": ["anyOf": [["title": "T", "type": ["null"]]], "items": ["z": 1e2, "a": 2]],
                            ],
                        ],
                    ]
                ],
                #"{"type":"function","function":{"name":"f","description":"","parameters":{"type":"","properties":{"#
                    + #""a":{"anyOf":[{"type":"null","title":"T"}],"items":{"a":2,"z":100}},"b":"x"},"additionalProperties":false},"strict":true}}"#
            ),
        ] as [(JSON, String)]
    )
    func `puts a tool's members into Ollama's order, and loses none`(_ tool: JSON, _ expected: String) throws {
        #expect(
            try prompt("{{ range .Tools }}{{ . }}{{ end }}{{ if .Messages }}{{ end }}", Self.hello, tools: [tool])
                == expected
        )
    }

    @Test func `is empty for no messages, or has only the template's text`() throws {
        #expect(try prompt("{{ .Prompt }}", []) == "")
        #expect(try prompt(TemplateShapes.phi, []) == "<|assistant|>\n")
        #expect(try prompt(TemplateShapes.chatML, []) == "<|im_start|>assistant\n")
    }

    @Test(arguments: [
        ("tools", "{{ range $.Tools }}{{ end }}", true),
        ("Tools", "{{ if .x }}{{ else if and .A (len .TOOLS) }}{{ end }}", true),
        ("suffix", "{{ define \"a\" }}{{ .Suffix }}{{ end }}", true),
        ("thinking", "{{ range .Messages }}{{ .Thinking }}{{ end }}", true),
        ("thinking", "{{ (index .Messages 0).Thinking }}", true), ("tools", "{{ $m := . }}{{ $m.Tools }}", true),
        ("tools", "tools {{/* .Tools */}}{{ \".Tools\" }}{{ $tools := 1 }}", false), ("suffix", "{{ .Prefix }}", false),
    ])
    func `tells which fields it has`(_ field: String, _ template: String, _ isMentioned: Bool) throws {
        #expect(try PromptTemplate(template).mentions(field) == isMentioned)
    }

    @Test func `passes faults on`() throws {
        #expect(throws: TemplateFault.self) { try PromptTemplate("{{ if }}") }
        #expect(throws: TemplateFault.self) { try prompt("{{ index .Messages 1 }}", Self.hello) }
    }
}
