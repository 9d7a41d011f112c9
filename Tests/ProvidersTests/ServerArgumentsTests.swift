import Testing

@testable import Providers

@Suite struct `Server arguments` {
    private func words(
        common: [String] = [],
        variant: [String] = [],
        alias: [String] = []
    ) throws -> [String] {
        try ServerArguments(common: common, variant: variant, alias: alias).words
    }

    private func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    // MARK: Words

    @Test(arguments: [
        (#"--mmproj "/srv/my models/p.gguf""#, ["--mmproj", "/srv/my models/p.gguf"]),
        (#"--chat-template-kwargs {"depth":2}"#, ["--chat-template-kwargs", #"{"depth":2}"#]),
        (#"--chat-template-kwargs '{"depth": 2}'"#, ["--chat-template-kwargs", #"{"depth": 2}"#]),
        (#"--grammar="root ::= x""#, ["--grammar", "root ::= x"]),
        (#"--grammar='a=b "c"' --metrics"#, ["--grammar", #"a=b "c""#, "--metrics"]),
        (#"--grammar="say \"hi\" \\ \n""#, ["--grammar", #"say "hi" \ \n"#]),
        (#"--grammar a\"b\\c"#, ["--grammar", #"a\"b\\c"#]),
        ("--grammar it's", ["--grammar", "it's"]),
        ("--grammar 'a'b", ["--grammar", "'a'b"]),
        ("--new 'a b'c d", ["--new", "'a", "b'c", "d"]),
        ("--grammar ''", ["--grammar", ""]),
        ("--temp \t 0.5\n--seed\r\n1", ["--temp", "0.5", "--seed", "1"]),
        ("", []),
    ])
    func `splits a text into words`(_ text: String, _ expected: [String]) throws {
        #expect(try words(alias: [text]) == expected)
    }

    @Test(arguments: ["--alias 'abc", #"--grammar="root"#, #"--grammar "a\""#])
    func `refuses a quote that is not closed`(_ text: String) {
        #expect(throws: ServerArgumentsError.self) { try words(variant: [text]) }
    }

    @Test func `takes a quoted word for a value whatever it looks like`() throws {
        #expect(
            try words(alias: [#"--grammar "--metrics""#, "--top-k", "'-k'"]) == [
                "--grammar", "--metrics", "--top-k", "-k",
            ]
        )
    }

    @Test(arguments: [
        "-", "-7", "-0.25", "-3e4", "-2.", "-.75", "-inf", "-NaN", "-Infinity", "-1E-5", "-1,0,2", "-4:-1",
        "12", "0-7", "cuda:0,cuda:1", "key=int:3",
    ])
    func `takes for a value`(_ word: String) throws {
        #expect(!ServerArguments.Word(text: word).isFlag)
        #expect(try words(alias: ["--seed \(word)"]) == ["--seed", word])
    }

    @Test(arguments: [
        "--anything", "-7b", "-0x1F", "-c", "-ngl", "-ctk", "-.", "-1e", "-1,,2", "-1,", "-infi", "-1.2.3", "--5", "-é",
    ])
    func `takes for an option`(_ word: String) throws {
        #expect(ServerArguments.Word(text: word).isFlag)
        #expect(throws: ServerArgumentsError.self) { try words(alias: ["--seed \(word)"]) }
    }

    // MARK: Entries

    @Test func `joins the strings of a tier but never two tiers`() throws {
        #expect(try words(common: ["--batch-size", "256 --top-k", "30"]) == split("--batch-size 256 --top-k 30"))
        #expect(throws: ServerArgumentsError.wrongCount(.common, flag: "--batch-size", takes: 1...1, given: [])) {
            try words(common: ["--batch-size"], variant: ["256"])
        }
    }

    @Test func `drops words before the first option with a warning`() throws {
        let merged = try ServerArguments(common: ["hello --metrics"], variant: ["'-c' 1"], alias: [])
        #expect(merged.words == ["--metrics"])
        #expect(
            merged.warnings == [
                "The common server_args hold 'hello' before any option; it is ignored.",
                "The variant server_args hold '-c' before any option; it is ignored.",
                "The variant server_args hold '1' before any option; it is ignored.",
            ]
        )
    }

    @Test(arguments: [
        ("--batch_size=64", "--batch-size 64"),
        ("--new_thing=a=b", "--new-thing a=b"),
        ("--ctx_size 5", "--ctx-size 5"),
        ("--new.thing_x=1", "--new.thing_x=1"),
        ("-c=5", "-c=5"),
        ("--=x", "--=x"),
        ("--Threads 1 2", "--Threads 1 2"),
        ("--new-thing 1 two 3", "--new-thing 1 two 3"),
        ("--lora-scaled f 0.5", "--lora-scaled f 0.5"),
        ("--control-vector-layer-range 1 5", "--control-vector-layer-range 1 5"),
        ("-fa --flash-attn on", "--flash-attn on"),
        ("-fa", "-fa"),
    ])
    func `reads an option`(_ text: String, _ expected: String) throws {
        #expect(try words(alias: [text]) == split(expected))
    }

    @Test func `keeps an empty value behind an equals sign`() throws {
        #expect(try words(alias: ["--grammar= --metrics"]) == ["--grammar", "", "--metrics"])
    }

    @Test(arguments: [
        ("--parallel 2 3", "In the alias server_args, --parallel takes one value, but is followed by '2' '3'."),
        ("--parallel", "In the alias server_args, --parallel takes one value, but none follows."),
        ("--jinja=1", "In the alias server_args, --jinja takes no value, but is followed by '1'."),
        ("-fa on off", "In the alias server_args, -fa takes at most one value, but is followed by 'on' 'off'."),
        ("--lora-scaled", "In the alias server_args, --lora-scaled takes one or two values, but none follows."),
        (
            "--control-vector-layer-range 1",
            "In the alias server_args, --control-vector-layer-range takes two values, but is followed by '1'."
        ),
        ("--metrics -- 1", "The alias server_args hold a lone --, which llama-server does not know."),
        ("--alias 'abc", "The alias server_args have a quote that is not closed: 'abc."),
    ])
    func `says what is wrong`(_ text: String, _ expected: String) {
        #expect { try words(alias: [text]) } throws: { "\($0)" == expected }
    }

    // MARK: Merging

    @Test(arguments: [
        ("--ctx-size 4096", "-c 32768"), ("--jinja", "--no-jinja"), ("--kv-offload", "-nkvo"),
        ("-cb", "--no-cont-batching"),
        ("--mmproj-auto", "--no-mmproj"), ("--webui", "--no-ui"), ("--n-gpu-layers 1", "-ngl 2"),
        ("--model-draft a", "--spec-draft-model b"), ("-v", "--log-verbose"), ("-lv 1", "--log-verbosity 2"),
        ("--embedding", "--embeddings"), ("--fit on", "-fit off"), ("--repack", "-nr"), ("--own 1", "--own 2"),
    ])
    func `replaces one spelling by another`(_ weak: String, _ strong: String) throws {
        #expect(try words(common: [weak], alias: [strong]) == split(strong))
        #expect(try words(alias: [strong, weak]) == split(weak))
    }

    @Test(arguments: [("-v", "-lv 3"), ("--mlock", "--no-mmap"), ("-t 1", "-tb 1"), ("--lora a", "--control-vector a")])
    func `keeps different options apart`(_ one: String, _ other: String) throws {
        #expect(try words(common: [one], alias: [other]) == split("\(one) \(other)"))
    }

    @Test func `keeps a key where it first appeared`() throws {
        #expect(
            try words(
                common: ["--jinja --no-webui --threads 6"],
                variant: ["-ngl 20"],
                alias: ["--threads 10", "--ctx-size 16384"]
            ) == split("--jinja --no-webui --threads 10 -ngl 20 --ctx-size 16384")
        )
        #expect(try words(common: ["--seed -1"], alias: ["--temp 0.2"]) == split("--seed -1 --temp 0.2"))
    }

    @Test(arguments: [
        (
            "", "", "--override-kv a.b=int:4,c=bool:true --override-kv a.b=int:9",
            "--override-kv a.b=int:9 --override-kv c=bool:true"
        ),
        ("", "", "--override-kv a=str:x,y --override-kv b=int:1", "--override-kv a=str:x,y --override-kv b=int:1"),
        (
            "--lora base.gguf", "", "--lora-scaled base.gguf:0.3 --lora extra.gguf",
            "--lora-scaled base.gguf:0.3 --lora extra.gguf"
        ),
        (
            "--lora a,b", "--lora-scaled b 0.5", "--lora-scaled c:1,a:2",
            "--lora-scaled a:2 --lora-scaled b 0.5 --lora-scaled c:1"
        ),
        ("--lora-scaled a:0.5", "", "--lora a", "--lora a"),
        ("--control-vector v", "", "--control-vector-scaled v:2", "--control-vector-scaled v:2"),
        ("-ot exps=CPU", "-ot attn=CUDA0", "-ot ffn=CPU", "-ot ffn=CPU -ot attn=CUDA0 -ot exps=CPU"),
        (
            "-ot a=1,b=2", "-ot c=3", "--override-tensor b=9,d=4",
            "--override-tensor b=9 --override-tensor d=4 -ot c=3 -ot a=1"
        ),
        ("", "", "-ot a=1,b -ot x=y=2 -ot x=y=3", "-ot a=1,b -ot x=y=3"),
        ("-l 900+2", "", "--logit-bias 900-5 --logit-bias 31+1", "--logit-bias 900-5 --logit-bias 31+1"),
        ("--dry-sequence-breaker ;", "", "--dry-sequence-breaker none", "--dry-sequence-breaker none"),
        ("--dry-sequence-breaker none", "", "--dry-sequence-breaker ;", "--dry-sequence-breaker ;"),
        (
            "--dry-sequence-breaker a", "--dry-sequence-breaker b --dry-sequence-breaker a", "--dry-sequence-breaker c",
            "--dry-sequence-breaker a --dry-sequence-breaker b --dry-sequence-breaker c"
        ),
        ("-r User:", "", "-r Human: --reverse-prompt User:", "--reverse-prompt User: -r Human:"),
        ("--tensor-split 3,1", "", "-ts 1,1", "-ts 1,1"),
        ("--lora a --metrics", "", "--lora b", "--lora a --lora b --metrics"),
    ])
    func `accumulates what may be given several times`(
        _ common: String,
        _ variant: String,
        _ alias: String,
        _ expected: String
    ) throws {
        #expect(try words(common: [common], variant: [variant], alias: [alias]) == split(expected))
    }

    @Test func `does not split a list of files that protects a comma by quotes`() throws {
        #expect(try words(alias: [#"--lora '"a,b.gguf"'"#]) == ["--lora", #""a,b.gguf""#])
    }

    @Test func `keeps reserved options for whoever launches`() throws {
        #expect(try words(common: ["--port 1 --host x"], alias: ["--port 2"]) == split("--port 2 --host x"))
    }

    @Test func `gives the same words on every run`() throws {
        let tier = ["-ot a=1,b=2 --lora x,y --threads 1 -l 1+1 -l 2+2 --override-kv a=int:1,b=int:2 --new 1"]
        let first = try words(common: tier, variant: tier, alias: tier)
        for _ in 0..<50 { #expect(try words(common: tier, variant: tier, alias: tier) == first) }
    }
}
