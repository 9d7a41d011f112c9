import Dispatch
import Store
import Synchronization

/// The digest of a file that is still growing, taken from front to back on a thread of its own.
final class FileHash: Sendable {
    private let file: PartialFile
    private let state = Mutex((hash: SHA256(), offset: 0))
    private let queue = DispatchQueue(label: "paddock.hash", qos: .utility)

    /// Bytes that are hashed before somebody may say stop.
    private static let stepSize = 4 << 20

    /// A digest of nothing yet.
    init(of file: PartialFile) {
        self.file = file
    }

    /// How many bytes have been taken.
    var offset: Int { state.withLock { $0.offset } }

    /// The digest of the bytes that have been taken.
    var digest: Digest { state.withLock { Digest($0.hash) } }

    /// Takes the next bytes, a few mebibytes at most, and none beyond an end.
    ///
    /// - Returns: Whether there were any.
    /// - Throws: ``PullFailure``.
    func advance(to end: Int) async throws(PullFailure) -> Bool {
        let result = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { () throws(PullFailure) in try self.step(to: end) })
            }
        }
        return try result.get()
    }

    private func step(to end: Int) throws(PullFailure) -> Bool {
        var (hash, offset) = state.withLock { $0 }
        let count = min(end - offset, Self.stepSize)
        guard count > 0 else { return false }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        defer { buffer.deallocate() }
        let read = try file.read(into: buffer, at: offset)
        hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
        offset += read
        state.withLock { $0 = (hash, offset) }
        return read > 0
    }
}
