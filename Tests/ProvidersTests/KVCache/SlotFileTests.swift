import Testing

@testable import Providers

@Suite struct `Slot file` {
    private let folder = ShelfFolder()

    private func read(_ bytes: [UInt8]) throws -> SlotFile {
        _ = try folder.shelf()
        try folder.write(bytes, to: "a.bin")
        return try SlotFile(path: "\(folder.path)/a.bin")
    }

    @Test func `tells tokens, length and checksum`() throws {
        let bytes = SlotBytes.file([1, 2, -1, 49_151])
        let file = try read(bytes)
        #expect(file.tokens == [1, 2, -1, 49_151])
        #expect(file.byteCount == bytes.count)
        #expect(file.checksum == bytes.withUnsafeBytes(XXHash64.hash(of:)))
        let tokens = try SlotFile.tokens(path: "\(folder.path)/a.bin")
        #expect(tokens == file.tokens)
    }

    @Test func `knows the plain list of tokens of older builds`() throws {
        let file = try read(SlotBytes.words([0x6767_7371, 2, 3, 10, 11, 12, 99]))
        #expect(file.tokens == [10, 11, 12])
    }

    @Test func `has a checksum over more than one block`() throws {
        let bytes = SlotBytes.file([1, 2, 3], state: 5 << 19)
        let file = try read(bytes)
        #expect(file.checksum == bytes.withUnsafeBytes(XXHash64.hash(of:)))
    }

    @Test(arguments: [
        [],
        [0x6767_7371],
        [0x6767_7371, 4, 1],
        [0x1234_5678, 4, 0, 0],
        [0x6767_7371, 99, 1, 5],
        [0x6767_7371, 4, UInt32.max, 5],
        [0x6767_7371, 4, 2, UInt32.max, 1],
        [0x6767_7371, 4, 4, UInt32.max, 2, 1, 5],
        [0x6767_7371, 4, 4, UInt32.max, 1, 2, 5],
        [0x6767_7371, 4, 4, UInt32.max, 1, UInt32.max, 5],
    ])
    func `is refused when its head cannot be true`(_ words: [UInt32]) {
        #expect(throws: SlotFileError.damaged) { try read(SlotBytes.words(words)) }
    }

    @Test func `is not read through a link, nor when it is a folder`() throws {
        _ = try folder.shelf()
        #expect(throws: SlotFileError.unreadable) { try SlotFile(path: folder.path) }
        #expect(throws: SlotFileError.unreadable) { try SlotFile(path: "\(folder.path)/missing") }
    }

    @Test func `is not read to the end when nobody waits any more`() throws {
        _ = try folder.shelf()
        try folder.write(SlotBytes.file([1]), to: "a.bin")
        #expect(throws: SlotFileError.unwanted) { try SlotFile(path: "\(folder.path)/a.bin") { false } }
    }
}
