import Schema

/// What the shelf knows of one conversation on disk; its manifest.
struct SavedConversation: Hashable, Sendable {
    /// The name of its files, without ending: 16 hex digits.
    let id: String
    /// What it can be brought back into.
    let recipe: KVRecipe
    /// The length of the slot file.
    let byteCount: Int
    /// The XXH64 of the slot file.
    let checksum: UInt64
    /// How many tokens it holds.
    let tokenCount: Int
    /// The XXH64 of these tokens.
    let tokenChecksum: UInt64
    /// The openings of the requests that its child was sent, its own among them.
    let openings: [OpeningKey]
    /// When it was saved or brought back last, since 1970.
    var used: Duration

    /// The slot file's name.
    var fileName: String { "\(id).kv" }
    /// The manifest's name.
    var manifestName: String { "\(id).json" }
}

extension SavedConversation {
    private static let version = 1

    /// The manifest as it is written.
    var manifest: JSON {
        [
            "version": .number(Self.version),
            "recipe": .string(recipe.digest),
            "bytes": .number(byteCount),
            "checksum": .string(checksum.hexDigits),
            "tokens": .number(tokenCount),
            "tokens_checksum": .string(tokenChecksum.hexDigits),
            "openings": .array(openings.map { .string($0.hash.hexDigits) }),
            "used": .number(Int(used.components.seconds)),
        ]
    }

    /// Reads a manifest; `nil` when anything about it is odd.
    init?(id: String, manifest: [UInt8]) {
        guard let json = try? JSON(parsing: manifest), json["version"]?.int == Self.version,
            let recipe = json["recipe"]?.string, recipe.utf8.count == 64,
            let byteCount = json["bytes"]?.int, byteCount > 0,
            let checksum = Self.hash(json["checksum"]),
            let tokenCount = json["tokens"]?.int, tokenCount > 0,
            let tokenChecksum = Self.hash(json["tokens_checksum"]),
            let openings = json["openings"]?.array?.map(Self.hash), !openings.contains(nil),
            let used = json["used"]?.int, used >= 0
        else { return nil }
        self.id = id
        self.recipe = KVRecipe(digest: recipe)
        self.byteCount = byteCount
        self.checksum = checksum
        self.tokenCount = tokenCount
        self.tokenChecksum = tokenChecksum
        self.openings = openings.compactMap(\.self).map(OpeningKey.init(hash:))
        self.used = .seconds(used)
    }

    private static func hash(_ json: JSON?) -> UInt64? {
        guard let digits = json?.string, digits.utf8.count == 16 else { return nil }
        return UInt64(digits, radix: 16)
    }
}
