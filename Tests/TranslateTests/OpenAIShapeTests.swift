import Schema
import Testing
import Translate

@Suite struct `What OpenAI's clients send` {
    @Test(arguments: [
        (#""a""#, false), (#"["a","b"]"#, true), (#"[[1,2],"a"]"#, true), (#"[["a",1]]"#, true), ("[1,2]", false),
        (#"["a",1]"#, false),
    ])
    func `is one prompt or several`(_ text: String, _ isSeveral: Bool) throws {
        let prompt = try #require(OpenAI.Prompt(json: JSON(parsing: text)))
        #expect(prompt.isSeveral == isSeveral)
    }

    private static func form(_ places: String...) throws -> OpenAI.ChatForm {
        let parts = places.map {
            JSON.object(["type": "image_url", "image_url": ["url": .string($0), "detail": "low"]])
        }
        return OpenAI.ChatForm(
            members: [
                "model": "m", "temperature": try JSON(parsing: "1.10"), "images": ["a.png"], "image": ["b.png"],
                "messages": [["role": "user", "content": "hi"], ["role": "user", "content": .array(parts)]],
            ]
        )
    }

    @Test func `may have its pictures in a form, which take their places in order`() throws {
        let chat = try Self.form("__RAW_IMAGE__", "data:x", "__RAW_IMAGE__").chat(with: ["data:1", "data:2"])
        #expect(chat.object?.keys == ["model", "temperature", "messages"])
        #expect(chat["temperature"]?.text == "1.10")
        let parts = chat["messages"]?[1]?["content"]?.array ?? []
        #expect(parts.map { $0["image_url"]?["url"] } == ["data:1", "data:x", "data:2"])
        #expect(parts.allSatisfy { $0["image_url"]?["detail"] == "low" })
    }

    @Test(arguments: [[], ["data:1", "data:2"]])
    func `must have as many pictures as places for them`(_ pictures: [String]) throws {
        let form = try Self.form("__RAW_IMAGE__")
        let fault = #expect(throws: TranslationFault.self) { try form.chat(with: pictures) }
        #expect(
            fault?.violation.description
                == "images: must be as many as there are places for pictures: 1, not \(pictures.count)"
        )
    }
}

@Suite struct `Vectors that are cut` {
    private static let answer: JSON = [
        "model": "m", "data": [["embedding": [3, 4, 12], "index": 0, "object": "embedding"]], "usage": [:],
    ]

    @Test(arguments: [(2, "[0.6,0.8]"), (1, "[1]"), (3, "[3,4,12]"), (9, "[3,4,12]")])
    func `have length 1 again`(_ count: Int, _ expected: String) {
        let answer = OpenAI.EmbeddingAnswer(cutting: Self.answer, to: count, as: .float)
        #expect(answer?.members["data"]?[0]?["embedding"]?.text == expected)
        #expect(answer?.members.keys == ["model", "data", "usage"])
    }

    @Test func `are written as little-endian floats where those are wanted`() {
        let answer = OpenAI.EmbeddingAnswer(cutting: Self.answer, to: 1, as: .base64)
        let vector = answer?.members["data"]?[0]
        #expect(vector?["embedding"] == "AACAPw==" && vector?["encoding_format"] == "base64")
    }

    @Test func `are none when the child has given none`() {
        #expect(OpenAI.EmbeddingAnswer(cutting: ["data": [["embedding": "AAAA"]]], to: 1, as: .float) == nil)
        #expect(OpenAI.EmbeddingAnswer(cutting: ["error": [:]], to: 1, as: .float) == nil)
    }
}

@Suite struct `Documents in order` {
    @Test func `come back with their texts`() {
        let documents = ["a", ["text": "b"]].compactMap(OpenAI.RerankDocument.init(json:))
        let results: JSON = [["index": 1, "relevance_score": 2], ["index": 0, "relevance_score": 1]]
        let answer = OpenAI.RerankAnswer(["results": results, "model": "m"], holding: documents)
        #expect(
            answer?.json.text
                == #"{"results":[{"index":1,"relevance_score":2,"document":{"text":"b"}},"#
                + #"{"index":0,"relevance_score":1,"document":{"text":"a"}}],"model":"m"}"#
        )
        #expect(OpenAI.RerankAnswer([:], holding: documents) == nil)
    }
}
