import NIOCore
import NIOPosix
import Testing

@testable import Providers

@Suite struct `Shelf of conversations` {
    private let folder = ShelfFolder()
    private let recipe = KVRecipe(program: "/bin/sh", version: "1", words: [])
    private let opening = OpeningKey(hash: 5)

    /// Puts a conversation on a shelf as a child and its cache do.
    @discardableResult
    private func save(
        _ tokens: [Int32],
        state: Int = 100,
        recipe: KVRecipe? = nil,
        ancestors: [SlotDraft.Ancestor] = [],
        claiming byteCount: Int? = nil,
        on shelf: KVShelf
    ) async throws -> String {
        var draft = SlotDraft(of: recipe ?? self.recipe)
        let bytes = SlotBytes.file(tokens, state: state)
        try folder.write(bytes, to: draft.fileName)
        draft.byteCount = byteCount ?? bytes.count
        draft.tokenCount = tokens.count
        draft.openings = [opening]
        draft.ancestors = ancestors
        shelf.keep(draft)
        await shelf.settle(within: .seconds(60), on: MultiThreadedEventLoopGroup.singleton.next())
        return draft.id
    }

    private func verify(_ conversation: SavedConversation, on shelf: KVShelf) async -> [Int32]? {
        await shelf.verify(conversation) { true }
    }

    @Test func `keeps a conversation over a restart`() async throws {
        var shelf: KVShelf? = try folder.shelf()
        let id = try await save([1, 2, 3], on: #require(shelf))
        shelf = nil
        let next = try folder.shelf()
        let found = try #require(next.conversations(of: recipe, opening: opening).first)
        #expect(found.id == id)
        let tokens = await verify(found, on: next)
        #expect(tokens == [1, 2, 3])
        #expect(next.conversations(of: recipe, opening: OpeningKey(hash: 6)).isEmpty)
        #expect(next.conversations(of: KVRecipe(digest: "x"), opening: opening).isEmpty)
    }

    @Test func `removes a file that is shorter, longer or other than its manifest says`() async throws {
        let shelf = try folder.shelf()
        for change in [
            { (bytes: inout [UInt8]) in bytes.removeLast() },
            { bytes in bytes.append(0) },
            { bytes in bytes[bytes.count - 5] ^= 1 },
            { bytes in bytes[24] ^= 1 },
            { bytes in bytes = [] },
        ] {
            let id = try await save([1, 2, 3], on: shelf)
            let conversation = try #require(shelf.conversations(of: recipe).first)
            try folder.change("\(id).kv", change)
            let tokens = await verify(conversation, on: shelf)
            #expect(tokens == nil)
            #expect(shelf.conversations(of: recipe).isEmpty)
            #expect(folder.names.isEmpty)
        }
    }

    @Test func `does not keep what differs from what the child said`() async throws {
        let shelf = try folder.shelf()
        try await save([1, 2, 3], claiming: 7, on: shelf)
        #expect(folder.names.isEmpty)
        #expect(!shelf.holds(recipe))
    }

    @Test func `cleans up at its start`() async throws {
        var shelf: KVShelf? = try folder.shelf()
        let kept = try await save([1, 2, 3], on: #require(shelf))
        let cut = try await save([4, 5, 6], on: #require(shelf))
        let odd = try await save([7, 8, 9], on: #require(shelf))
        shelf = nil
        try folder.change("\(cut).kv") { $0.removeLast() }
        try folder.change("\(odd).json") { $0[0] = 0 }
        for name in ["a.part", "b.kv", "c.json", "verdicts.json"] { try folder.write([1], to: name) }
        _ = try folder.shelf()
        #expect(folder.names == ["\(kept).json", "\(kept).kv", "verdicts.json"])
    }

    @Test func `drops the conversations used longest ago when the budget is spent`() async throws {
        let size = SlotBytes.file([1, 2, 3]).count
        let shelf = try folder.shelf(byteLimit: 2 * size)
        let first = try await save([1, 2, 3], on: shelf)
        let second = try await save([4, 5, 6], on: shelf)
        let touched = try #require(shelf.conversations(of: recipe).first { $0.id == first })
        await shelf.touch(touched)
        let third = try await save([7, 8, 9], on: shelf)
        #expect(Set(shelf.conversations(of: recipe).map(\.id)) == [first, third])
        #expect(!folder.names.contains("\(second).kv"))
        try await save([1, 2, 3, 4], state: 3 * size, on: shelf)
        #expect(Set(shelf.conversations(of: recipe).map(\.id)) == [first, third])
    }

    @Test func `fits into a budget that has become smaller`() async throws {
        let size = SlotBytes.file([1, 2, 3]).count
        var shelf: KVShelf? = try folder.shelf()
        for start: Int32 in 1...4 { try await save([start, 2, 3], on: #require(shelf)) }
        shelf = nil
        let next = try folder.shelf(byteLimit: 2 * size + 1)
        #expect(next.conversations(of: recipe).count == 2)
    }

    @Test func `does not drop a conversation that a child is reading`() async throws {
        let shelf = try folder.shelf(byteLimit: SlotBytes.file([1, 2, 3]).count)
        let first = try await save([1, 2, 3], on: shelf)
        let held = try #require(shelf.conversations(of: recipe).first)
        shelf.hold(held)
        try await save([4, 5, 6], on: shelf)
        #expect(shelf.conversations(of: recipe).map(\.id).contains(first))
        shelf.release(held)
        let last = try await save([7, 8, 9], on: shelf)
        #expect(shelf.conversations(of: recipe).map(\.id) == [last])
    }

    @Test func `replaces the earlier turns of a conversation, and no other`() async throws {
        let shelf = try folder.shelf()
        let other = try await save([1, 2, 9], on: shelf)
        let foreign = try await save([1, 2], recipe: KVRecipe(digest: String(repeating: "a", count: 64)), on: shelf)
        try await save([1, 2, 3], on: shelf)
        let last = try await save([1, 2, 3, 4, 5], on: shelf)
        #expect(Set(shelf.conversations(of: recipe).map(\.id)) == [other, last])
        #expect(folder.names.contains("\(foreign).kv"))
    }

    @Test func `replaces the conversation that was brought back, though its last answer is written differently`()
        async throws
    {
        let shelf = try folder.shelf()
        let old = try await save([1, 2, 3, 4, 5, 6, 7, 8], on: shelf)
        let ancestor = SlotDraft.Ancestor(id: old, tokens: [1, 2, 3, 4, 5, 6])
        let new = try await save([1, 2, 3, 4, 5, 6, 9, 9, 9], ancestors: [ancestor], on: shelf)
        #expect(shelf.conversations(of: recipe).map(\.id) == [new])
    }

    @Test func `keeps a conversation of which only the start was of use`() async throws {
        let shelf = try folder.shelf()
        let old = try await save([1, 2, 3, 4, 5, 6, 7, 8], on: shelf)
        let ancestor = SlotDraft.Ancestor(id: old, tokens: [1, 2, 3])
        let new = try await save([1, 2, 3, 9, 9, 9], ancestors: [ancestor], on: shelf)
        #expect(Set(shelf.conversations(of: recipe).map(\.id)) == [old, new])
    }

    @Test func `works in a part of the folder while another one is there, and takes that over later`() async throws {
        var first: KVShelf? = try folder.shelf()
        var second: KVShelf? = try folder.shelf()
        #expect(first?.folder.path == folder.path)
        #expect(second?.folder.path == "\(folder.path)/2")
        var draft = SlotDraft(of: recipe)
        let bytes = SlotBytes.file([1, 2, 3])
        try folder.write(bytes, to: "2/\(draft.fileName)")
        (draft.byteCount, draft.tokenCount) = (bytes.count, 3)
        second?.keep(draft)
        await second?.settle(within: .seconds(60), on: MultiThreadedEventLoopGroup.singleton.next())
        #expect(second?.conversations(of: recipe).count == 1)
        #expect(first?.conversations(of: recipe).count == 0)
        first = nil
        #expect(try folder.shelf().conversations(of: recipe).isEmpty)
        second = nil
        #expect(try folder.shelf().conversations(of: recipe).map(\.id) == [draft.id])
    }

    @Test func `gives up a recipe that bringing back has never helped, and remembers it`() async throws {
        var shelf: KVShelf? = try folder.shelf()
        await shelf?.judge(recipe, helped: false)
        #expect(shelf?.isFutile(recipe) == false)
        await shelf?.judge(recipe, helped: false)
        #expect(shelf?.isFutile(recipe) == true)
        shelf = nil
        let next = try folder.shelf()
        #expect(next.isFutile(recipe))
        try await save([1, 2, 3], on: next)
        #expect(!next.holds(recipe))
    }

    @Test func `does not give up a recipe that it has helped once`() async throws {
        let shelf = try folder.shelf()
        for helped in [true, false, false, false] { await shelf.judge(recipe, helped: helped) }
        #expect(!shelf.isFutile(recipe))
    }
}
