import Store
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that is being fetched, its journal beside it, held by this process alone.
final class PartialFile: Sendable {
    /// Where it lies.
    let path: String
    private let file: Int32
    private let state: Mutex<State>

    private struct State {
        var journal: Journal
        /// The journal's file, and where its letters begin; -1 before there is one.
        var journalFile: Int32 = -1
        var lettersStart = 0
        /// Bytes that have come, those of unfinished pieces too.
        var received = 0

        /// Notes what has become of some pieces, in the journal's file, too.
        ///
        /// A letter that cannot be written costs the fetching of its piece, later, and no more.
        mutating func mark(_ pieces: some Sequence<Int>, _ mark: PieceMap.Mark) {
            journal.map.mark(pieces, mark)
            var letter = mark.rawValue
            for piece in pieces { pwrite(journalFile, &letter, 1, lettersStart + piece) }
        }
    }

    /// Opens or makes a file, and takes hold of it.
    ///
    /// - Returns: `nil` when somebody else has it.
    /// - Throws: ``PullFailure``.
    init?(at path: String) throws(PullFailure) {
        self.path = path
        state = Mutex(State(journal: Journal(size: 0, validator: nil)))
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw PullFailure(writing: path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return nil }
        // Who had it before may have finished it, or thrown it away: then the name is not this file's any more.
        var (mine, named) = (stat(), stat())
        guard fstat(file, &mine) == 0, stat(path, &named) == 0, mine.st_ino == named.st_ino else { return nil }
    }

    deinit {
        close(file)
        state.withLock { if $0.journalFile >= 0 { close($0.journalFile) } }
    }

    private var journalPath: String { Self.journalPath(of: path) }

    private static func journalPath(of path: String) -> String { "\(path).journal" }

    /// How many bytes have come of a file that somebody else may hold; 0 when nobody can tell.
    static func completed(at path: String) -> Int {
        SmallFile.bytes(at: journalPath(of: path)).flatMap { Journal($0, boot: Boot.id) }?.map.completed ?? 0
    }

    /// Takes up what has come before, if it is of the same content; else starts over.
    ///
    /// - Parameters:
    ///   - size: Bytes of the whole file.
    ///   - validator: What tells one content of the remote file from another; `nil` when its digest does.
    /// - Throws: ``PullFailure``.
    func prepare(size: Int, validator: String?) throws(PullFailure) {
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw PullFailure(writing: path) }
        let former = SmallFile.bytes(at: journalPath).flatMap { Journal($0, boot: Boot.id) }
        if let former, former.map.size == size, former.validator == validator, Int(facts.st_size) >= former.map.end {
            try write(former)
        } else {
            try startOver(size: size, validator: validator)
        }
    }

    /// Forgets all that has come.
    ///
    /// - Throws: ``PullFailure``.
    func startOver(size: Int, validator: String?) throws(PullFailure) {
        // A journal of the bytes that are cut off must not be found beside new ones.
        unlink(journalPath)
        guard ftruncate(file, 0) == 0 else { throw PullFailure(writing: path) }
        try write(Journal(size: size, validator: validator))
    }

    private func write(_ journal: Journal) throws(PullFailure) {
        // A draft of one that was killed is written over.
        try PullFailure.writing { () throws(FileFault) in
            try SmallFile.write(journal.bytes(boot: Boot.id), to: journalPath, draft: "\(journalPath).part")
        }
        let descriptor = open(journalPath, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PullFailure(writing: journalPath) }
        let start = journal.head(boot: Boot.id).count
        state.withLock { state in
            if state.journalFile >= 0 { close(state.journalFile) }
            state = State(
                journal: journal,
                journalFile: descriptor,
                lettersStart: start,
                received: journal.map.completed
            )
        }
    }

    /// What has come.
    var map: PieceMap { state.withLock { $0.journal.map } }

    /// Bytes that have come, those of unfinished pieces too.
    var received: Int { state.withLock { $0.received } }

    /// Writes bytes that follow on those written before, from the start of a piece on.
    ///
    /// - Throws: ``PullFailure``.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(PullFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = pwrite(
                file,
                bytes.baseAddress?.advanced(by: rest.startIndex),
                rest.count,
                offset + rest.startIndex
            )
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PullFailure(writing: path) }
            rest = rest.dropFirst(count)
        }
        state.withLock { state in
            state.received += bytes.count
            let pieces = state.journal.map.pieces(endingIn: offset..<offset + bytes.count)
            state.mark(pieces, .written)
        }
    }

    /// Sees to it that what has been written up to now outlives a loss of power; waits for the disk.
    func sync() {
        let (written, journalFile) = state.withLock { state in
            (state.journal.map.marks.indices.filter { state.journal.map.marks[$0] == .written }, state.journalFile)
        }
        guard !written.isEmpty, SmallFile.sync(file) else { return }
        state.withLock { $0.mark(written, .synced) }
        _ = SmallFile.sync(journalFile)
    }

    /// Reads bytes; less at the end of the file.
    ///
    /// - Throws: ``PullFailure``.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(PullFailure) -> Int {
        while true {
            let count = pread(file, buffer.baseAddress, buffer.count, offset)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw PullFailure(writing: path) }
            return count
        }
    }

    /// Gives the finished file its name.
    ///
    /// - Throws: ``PullFailure``.
    func move(to other: String) throws(PullFailure) {
        guard SmallFile.sync(file), rename(path, other) == 0 else { throw PullFailure(writing: other) }
        SmallFile.syncFolder(of: other)
        unlink(journalPath)
    }

    /// Throws away what has come.
    func remove() {
        unlink(journalPath)
        unlink(path)
    }
}

/// The run of the kernel.
enum Boot {
    /// A text that is another one after every start of the machine; `nil` when nobody can tell.
    static let id: String? = SmallFile.bytes(at: "/proc/sys/kernel/random/boot_id").map {
        String(String(decoding: $0, as: UTF8.self).trimmed)
    }
}
