/// The first bytes of a GGUF file.
struct GGUFOpening {
    /// The version of the format, 2 or 3.
    let version: UInt32
    /// How many tensors the file holds.
    let tensorCount: Int
    /// How many keys its key-value part has.
    let pairCount: Int

    /// Reads the front of a file.
    init(_ reader: inout GGUFReader) throws(GGUFError) {
        guard try reader.bytes(4, in: "the magic") == Array("GGUF".utf8) else { throw reader.error(.notGGUF) }
        version = try reader.integer(in: "the version")
        guard version == 2 || version == 3 else { throw reader.error(.unsupportedVersion(version)) }
        // A tensor takes at least its name's length, its dimensions' count, its type and its place; a key its length, one
        // letter, a type and a value.
        tensorCount = try reader.count(of: 24, in: "the tensors")
        pairCount = try reader.count(of: 14, in: "the key-value part")
        guard pairCount <= 1 << 16 else { throw reader.error(.tooLarge("the key-value part")) }
    }
}
