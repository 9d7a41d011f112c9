import Synchronization

/// The conversations that children of this process have saved, on disk, within a budget.
///
/// A conversation is a file that a child wrote and a manifest that tells what must be true of it. What does not fit its
/// manifest is removed. All work with files runs on a pool of threads, one conversation at a time.
package final class KVShelf: Sendable {
    /// Where children write and read: what they get as `--slot-save-path`; `nil` when it cannot be.
    ///
    /// A child does not start without its folder, and somebody may have removed it.
    func pathForChild() -> String? { folder.isThere ? folder.path : nil }

    let folder: PrivateFolder
    let byteLimit: Int
    let index: Mutex<KVIndex>
    /// Held while files are looked at and changed.
    let desk = Mutex(())
    let work = Mutex(Work())

    /// What is being put on the shelf.
    struct Work {
        var drafts: [SlotDraft] = []
        var waiters: [AsyncStream<Never>.Continuation] = []
    }

    /// How many processes can work below one folder, each in a part of its own.
    private static let partLimit = 8
    static let verdictName = "verdicts.json"

    /// Opens a shelf.
    ///
    /// Another Paddock may work in the folder already; then this one works in a part of it. What lies in parts that
    /// nobody works in any more is taken over.
    ///
    /// - Parameters:
    ///   - path: A folder, made if need be; nobody but its owner can enter it afterwards.
    ///   - byteLimit: The bytes that all slot files may take together.
    /// - Throws: ``KVShelfError`` when there is no such folder and none can be made.
    package init(at path: String, byteLimit: Int) throws(KVShelfError) {
        var folder = try PrivateFolder(taking: path)
        let isFirst = folder != nil
        for number in 2...Self.partLimit where folder == nil {
            folder = try PrivateFolder(taking: "\(path)/\(number)")
        }
        guard let folder else { throw KVShelfError(path: path, reason: "too many processes work in it") }
        if isFirst {
            for number in 2...Self.partLimit where folder.names.contains(String(number)) {
                if let part = try PrivateFolder(taking: "\(path)/\(number)") { Self.move(from: part, to: folder) }
            }
        }
        self.folder = folder
        self.byteLimit = byteLimit
        index = Mutex(Self.index(of: folder))
        discard { $0.surplus(over: byteLimit) }
    }

    /// The conversations that lie in a folder; whatever else lies there and looks like one is removed.
    private static func index(of folder: PrivateFolder) -> KVIndex {
        var index = KVIndex()
        let names = Set(folder.names)
        for (recipe, verdict) in KVVerdict.verdicts(in: folder.read(verdictName) ?? []) {
            index.restore(verdict, of: recipe)
        }
        for name in names where name.hasSuffix(".part") { folder.remove(name) }
        for id in names.filter({ $0.hasSuffix(".kv") }).map({ String($0.dropLast(".kv".count)) }) {
            if let manifest = folder.read("\(id).json"),
                let conversation = SavedConversation(id: id, manifest: manifest),
                folder.byteCount(of: conversation.fileName) == conversation.byteCount
            {
                index.add(conversation)
            } else {
                folder.remove("\(id).json")
                folder.remove("\(id).kv")
            }
        }
        for name in names where name.hasSuffix(".json") && name != verdictName {
            if !names.contains("\(name.dropLast(".json".count)).kv") { folder.remove(name) }
        }
        return index
    }

    private static func move(from part: PrivateFolder, to folder: PrivateFolder) {
        for conversation in index(of: part).all {
            _ = part.rename(conversation.fileName, to: conversation.fileName, in: folder)
            _ = part.rename(conversation.manifestName, to: conversation.manifestName, in: folder)
        }
    }
}

// Looking things up: at once, on any thread.
extension KVShelf {
    /// The conversations of a recipe that may have this opening, used last first.
    func conversations(of recipe: KVRecipe, opening: OpeningKey) -> [SavedConversation] {
        index.withLock { $0.conversations(of: recipe, opening: opening) }
    }

    /// All conversations of a recipe, used last first.
    func conversations(of recipe: KVRecipe) -> [SavedConversation] {
        index.withLock { $0.conversations(of: recipe) }
    }

    /// Whether any conversation of a recipe lies here, or is being put here.
    func holds(_ recipe: KVRecipe) -> Bool {
        index.withLock { $0.holds(recipe) } || work.withLock { $0.drafts.contains { $0.recipe == recipe } }
    }

    /// Whether a conversation with this opening is being put on the shelf now.
    func isShelving(_ recipe: KVRecipe, opening: OpeningKey) -> Bool {
        work.withLock { $0.drafts.contains { $0.recipe == recipe && $0.openings.contains(opening) } }
    }

    /// Whether bringing back has turned out to be of no use.
    func isFutile(_ recipe: KVRecipe) -> Bool {
        index.withLock { $0.verdicts[recipe]?.isFutile ?? false }
    }

    /// The path of a conversation's slot file.
    func path(of conversation: SavedConversation) -> String { "\(folder.path)/\(conversation.fileName)" }

    /// Keeps a conversation from being removed while a child reads it.
    func hold(_ conversation: SavedConversation) { index.withLock { $0.hold(conversation.id) } }

    /// Ends what ``hold(_:)`` began.
    func release(_ conversation: SavedConversation) { index.withLock { $0.release(conversation.id) } }
}
