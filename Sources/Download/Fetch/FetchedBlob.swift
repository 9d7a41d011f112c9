import Store

/// A file that has come whole, and is still to be verified.
struct FetchedBlob: Sendable {
    let file: PartialFile
    let hash: FileHash
    let remote: RemoteFile
    let folder: LibraryFolder

    /// Verifies the file, and gives it its name in the library.
    ///
    /// - Parameter progress: Told how many bytes have been verified.
    /// - Returns: Its digest.
    /// - Throws: ``PullFailure``; one with the wrong content is thrown away.
    func store(progress: (Int) -> Void) async throws(PullFailure) -> Digest {
        while try await hash.advance(to: remote.size) {
            if Task.isCancelled { throw .cancelled }
            progress(hash.offset)
        }
        let digest = hash.digest
        guard remote.digest ?? digest == digest else {
            file.remove()
            throw PullFailure(
                .wrongContent,
                "digest mismatch, file must be downloaded again: want \(remote.digest ?? digest), got \(digest)",
                advice: "what came from \(remote.url) was thrown away; if it happens again, the copy there is damaged"
            )
        }
        try file.move(to: folder.path(of: digest))
        return digest
    }
}
