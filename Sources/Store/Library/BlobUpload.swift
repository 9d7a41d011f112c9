#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file of a model that is being sent, written to disk and hashed piece by piece.
///
/// Its calls block; one thread at a time may make them.
package final class BlobUpload: @unchecked Sendable {
    /// What the file should be.
    package let digest: Digest
    private let folder: LibraryFolder
    private let temporary: String
    private var file: Int32
    private var hash = SHA256()

    /// Begins to write.
    ///
    /// - Parameters:
    ///   - digest: What the file should be.
    ///   - folder: Where it goes when it is whole.
    /// - Throws: ``FileFault``.
    package init(_ digest: Digest, into folder: LibraryFolder) throws(FileFault) {
        self.digest = digest
        self.folder = folder
        try SmallFile.makeFolder(folder.blobs)
        temporary = "\(folder.blobs)/sha256-\(digest.hexDigits).\(UInt64.random(in: 0 ... .max)).part"
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileFault(path: temporary) }
    }

    deinit { discard() }

    /// Takes the next bytes.
    ///
    /// - Throws: ``FileFault``.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        hash.update(bytes)
        guard SmallFile.writeAll(bytes, to: file) else { throw FileFault(path: temporary) }
    }

    /// Puts the file in its place if it is what it should be.
    ///
    /// - Returns: What it is; another digest than ``digest`` means that it was thrown away.
    /// - Throws: ``FileFault``.
    package func finish() throws(FileFault) -> Digest {
        let actual = Digest(hash)
        guard actual == digest else {
            discard()
            return actual
        }
        let path = folder.path(of: digest)
        guard fsync(file) == 0, rename(temporary, path) == 0 else { throw FileFault(path: path) }
        close(file)
        file = -1
        return actual
    }

    /// Throws away what has come.
    package func discard() {
        guard file >= 0 else { return }
        close(file)
        file = -1
        unlink(temporary)
    }
}
