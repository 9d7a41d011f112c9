import Testing

@testable import Providers

@Suite struct `Recipe of a child` {
    private let folder = ShelfFolder()

    private func recipe(_ words: [String], version: String = "1") -> KVRecipe {
        KVRecipe(program: "/bin/sh", version: version, words: words)
    }

    @Test func `does not depend on the socket, nor on where conversations lie`() {
        let one = recipe(["--host", "/run/1.sock", "-c", "4096", "--slot-save-path", "/a"])
        let other = recipe(["--host", "/run/2.sock", "-c", "4096", "--slot-save-path", "/b"])
        #expect(one == other)
        #expect(one == recipe(["-c", "4096"]))
    }

    @Test func `depends on every other word, on their borders and on the program`() {
        let recipes = [
            recipe(["-c", "4096"]), recipe(["-c", "8192"]), recipe(["-c", "4096", "-ctk", "q8_0"]),
            recipe(["-c4096"]), recipe(["-c", "4096"], version: "2"),
            KVRecipe(program: "/bin/ls", version: "1", words: ["-c", "4096"]),
        ]
        #expect(Set(recipes).count == recipes.count)
    }

    @Test(arguments: ["FILE", "FILE:0.5", "other.gguf,FILE", "FILE,other.gguf:2"])
    func `changes with a file that a word names`(_ word: String) throws {
        _ = try folder.shelf()
        let path = "\(folder.path)/adapter.gguf"
        let words = ["--lora", word.split(separator: "FILE", omittingEmptySubsequences: false).joined(separator: path)]
        let missing = recipe(words)
        try folder.write([1], to: "adapter.gguf")
        let short = recipe(words)
        #expect(short == recipe(words))
        try folder.write([1, 2], to: "adapter.gguf")
        #expect(Set([missing, short, recipe(words)]).count == 3)
    }

    @Test func `changes with any part of a split model`() throws {
        _ = try folder.shelf()
        try folder.write([1], to: "m-00001-of-00002.gguf")
        try folder.write([1], to: "m-00002-of-00002.gguf")
        let words = ["--model", "\(folder.path)/m-00001-of-00002.gguf"]
        let before = recipe(words)
        try folder.write([1, 2], to: "m-00002-of-00002.gguf")
        #expect(recipe(words) != before)
    }
}
