import Testing

@testable import Store

@Suite struct `Split names` {
    @Test func `read a part of a set`() throws {
        let name = try #require(SplitName(path: "/m/qwen-2-of-hearts-00002-of-00003.GGUF"))
        #expect(name.prefix == "/m/qwen-2-of-hearts")
        #expect(name.number == 2)
        #expect(name.total == 3)
        #expect(
            name.paths == (1...3).map { "/m/qwen-2-of-hearts-0000\($0)-of-00003.GGUF" }
        )
    }

    @Test(arguments: [
        "qwen.gguf", "qwen-00001-of-00002", "qwen-1-of-2.gguf", "qwen-00003-of-00002.gguf", "qwen-00000-of-00002.gguf",
        "qwen-00001-of-00000.gguf", "00001-of-00002.gguf", "qwen-+0001-of-00002.gguf", "qwen-000001-of-000002.gguf",
        "-of-",
        "", "qwen-00001_of_00002.gguf",
    ])
    func `refuse any other name`(_ path: String) {
        #expect(SplitName(path: path) == nil)
    }
}
