#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that a child has saved a slot to: the tokens of a conversation, and the state computed for them.
///
/// Nothing in it is trusted, for the child takes its word for everything: a file cut short ends the child, a changed
/// byte changes its answers.
///
/// Source: llama.cpp, `llama_context::state_seq_save_file` in `src/llama-context.cpp`, and `server_tokens::serialize` in
/// `tools/server/server-common.cpp`, build b11434.
struct SlotFile: Hashable, Sendable {
    /// The length of the file.
    let byteCount: Int
    /// The XXH64 of the whole file.
    let checksum: UInt64
    /// The tokens that the state belongs to; those of pictures and sound are -1.
    let tokens: [Int32]

    /// `ggsq`, lowest byte first.
    private static let magic: UInt32 = 0x6767_7371
    /// The versions of the file that are understood.
    private static let versions: ClosedRange<UInt32> = 2...4
    private static let blockSize = 1 << 20

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Where it lies.
    ///   - isWanted: Asked now and then; the reading ends when it says no.
    /// - Throws: ``SlotFileError``.
    init(path: String, while isWanted: () -> Bool = { true }) throws(SlotFileError) {
        let file = try OpenFile(path)
        tokens = try Self.tokens(in: file)
        byteCount = file.byteCount
        var hash = XXHash64()
        var offset = 0
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 64)
        defer { block.deallocate() }
        while offset < file.byteCount {
            guard isWanted() else { throw .unwanted }
            let wanted = min(block.count, file.byteCount - offset)
            let piece = UnsafeMutableRawBufferPointer(rebasing: block[..<wanted])
            try file.read(into: piece, at: offset)
            hash.update(UnsafeRawBufferPointer(piece))
            offset += wanted
        }
        checksum = hash.value
    }

    /// Reads only the tokens at the front of a file.
    ///
    /// - Throws: ``SlotFileError``.
    static func tokens(path: String) throws(SlotFileError) -> [Int32] {
        try tokens(in: OpenFile(path))
    }

    private static func tokens(in file: borrowing OpenFile) throws(SlotFileError) -> [Int32] {
        let head = try file.words(3, at: 0)
        guard head[0] == magic, versions.contains(head[1]) else { throw .damaged }
        guard Int(head[2]) <= (file.byteCount - 12) / 4 else { throw .damaged }
        let packed = try file.words(Int(head[2]), at: 12)
        guard packed.first == UInt32.max else {
            // Older builds write the tokens as they are.
            return packed.map(Int32.init(bitPattern:))
        }
        guard packed.count >= 3, packed[1] == 1, Int(packed[2]) <= packed.count - 3 else { throw .damaged }
        return packed[3..<3 + Int(packed[2])].map(Int32.init(bitPattern:))
    }
}

/// Why a slot file cannot be used.
enum SlotFileError: Error, Hashable, Sendable {
    /// It is not there, or cannot be read.
    case unreadable
    /// It is not what a child writes.
    case damaged
    /// Nobody waits for it any more.
    case unwanted
}

/// A file open for reading.
///
/// It is not mapped: a file that is cut while it is mapped ends the process that looks at it.
private struct OpenFile: ~Copyable {
    let byteCount: Int
    private let descriptor: CInt

    init(_ path: String) throws(SlotFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable
        }
        self.descriptor = descriptor
        byteCount = Int(facts.st_size)
    }

    deinit { close(descriptor) }

    /// Fills a buffer from a place in the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SlotFileError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            // It may have been cut since it was opened.
            guard count > 0 else { throw count == 0 ? .damaged : .unreadable }
            done += count
        }
    }

    /// Reads numbers of 32 bits, lowest byte first.
    func words(_ count: Int, at offset: Int) throws(SlotFileError) -> [UInt32] {
        guard offset + count * 4 <= byteCount else { throw .damaged }
        var failure: SlotFileError?
        let words = [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SlotFileError) {
                try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
                filled = count
            } catch { failure = error }
        }
        if let failure { throw failure }
        return words.map(UInt32.init(littleEndian:))
    }
}
