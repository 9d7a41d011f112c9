#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What was removed from a library.
package struct PrunedFiles: Hashable, Sendable {
    /// How many files.
    package fileprivate(set) var count = 0
    /// The bytes that the disk has got back.
    package fileprivate(set) var bytes = 0
}

extension ModelLibrary {
    /// How old a file must be before it counts as forgotten: a model is being made of younger ones.
    private static let patience = Duration.seconds(3600)
    /// How long a download or an upload that broke off can be taken up again.
    private static let partialPatience = Duration.seconds(7 * 24 * 3600)

    /// Removes files of our own folder that no manifest names, and downloads that broke off long ago.
    ///
    /// A download that may still go on has finished files without a manifest, too; as long as there is one they stay as
    /// long as it does. Nothing is removed while a manifest cannot be read, for nobody knows what it names.
    ///
    /// - Parameter now: The time, since 1970.
    /// - Returns: What was removed.
    package func prune(at now: Duration) -> PrunedFiles {
        let isShared = others.contains { FileIdentity(of: $0.path) == FileIdentity(of: own.path) }
        guard !isShared, access(own.blobs, F_OK) == 0 else { return PrunedFiles() }
        return exclusively {
            var named: Set<String> = []
            for (_, path) in own.references {
                guard let manifest = SmallFile.bytes(at: path).flatMap({ LibraryModel.manifest($0) }) else {
                    return PrunedFiles()
                }
                named.formUnion(manifest.files.map(\.digest.hexDigits))
            }
            var pruned = PrunedFiles()
            var isAwaited = false
            let files = Folder.entries(in: own.blobs).map { ($0, "\(own.blobs)/\($0)") }
            for (name, path) in files where Digest(name) == nil {
                guard let facts = BlobFacts(of: path) else { continue }
                guard now - facts.changed > Self.partialPatience else {
                    isAwaited = true
                    continue
                }
                unlink(path)
                pruned.add(facts)
            }
            let patience = isAwaited ? Self.partialPatience : Self.patience
            for (name, path) in files {
                guard let digest = Digest(name), !named.contains(digest.hexDigits),
                    let facts = BlobFacts(of: path), now - facts.changed > patience
                else { continue }
                discard(digest)
                pruned.add(facts)
            }
            return pruned
        }
    }
}

extension PrunedFiles {
    fileprivate mutating func add(_ facts: BlobFacts) {
        count += 1
        bytes += facts.ownBytes
    }
}

/// What tells whether a file is forgotten.
private struct BlobFacts {
    /// When its content or its names were last changed, since 1970: what was taken over from elsewhere may have an old
    /// content.
    let changed: Duration
    /// The bytes that go when it goes; none when the file has a further name, or is one itself.
    let ownBytes: Int

    /// Looks at a file; `nil` when it is none.
    init?(of path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0, [S_IFREG, S_IFLNK].contains(facts.st_mode & S_IFMT) else { return nil }
        #if canImport(Glibc)
        changed = .seconds(max(facts.st_mtim.tv_sec, facts.st_ctim.tv_sec))
        #else
        changed = .seconds(max(facts.st_mtimespec.tv_sec, facts.st_ctimespec.tv_sec))
        #endif
        ownBytes = facts.st_nlink == 1 && facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : 0
    }
}
