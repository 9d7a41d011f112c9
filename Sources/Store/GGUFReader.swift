#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads a file from front to back in pieces, and never past a limit.
///
/// No length from the file is trusted: it is compared with what is left before anything is read, skipped or allocated.
struct GGUFReader: ~Copyable {
    /// Facts from the file system.
    struct Facts: Hashable, Sendable {
        /// Bytes.
        let size: Int
        /// When the file was last changed, since 1970.
        let modified: Duration
    }

    /// A header with the largest vocabulary known takes some 20 MB.
    static let headerLimit = 128 << 20
    /// The most that is read at once.
    static let windowSize = 64 << 10

    let path: String
    let facts: Facts
    /// Bytes read or skipped so far.
    private(set) var offset = 0
    private let descriptor: CInt
    private var window: [UInt8] = []
    private var windowStart = 0

    init(path: String) throws(GGUFError) {
        // Without O_NONBLOCK the call would wait for somebody to write into a named pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw GGUFError(path: path, offset: nil, fault: .unreadable(reason))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw GGUFError(path: path, offset: nil, fault: .notAFile)
        }
        self.path = path
        self.descriptor = descriptor
        self.facts = Facts(size: Int(status.st_size), modified: Self.modified(status))
    }

    deinit { close(descriptor) }

    /// Whether there is a file of this name.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Describes a fault at the place reached.
    func error(_ fault: GGUFError.Fault) -> GGUFError {
        GGUFError(path: path, offset: offset, fault: fault)
    }

    /// Reads an integer, lowest byte first; `part` names it in an error.
    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type = Value.self,
        in part: @autoclosure () -> String
    ) throws(GGUFError) -> Value {
        try withBytes(MemoryLayout<Value>.size, in: part()) { Value(littleEndian: $0.loadUnaligned(as: Value.self)) }
    }

    /// Reads a count or a length and checks that so many elements of at least this size can still follow.
    mutating func count(of size: Int, in part: @autoclosure () -> String) throws(GGUFError) -> Int {
        let count = try integer(UInt64.self, in: part())
        guard let count = Int(exactly: count), !count.multipliedReportingOverflow(by: size).overflow else {
            throw error(.truncated(part()))
        }
        try require(count * size, in: part())
        return count
    }

    /// Reads so many bytes.
    mutating func bytes(_ count: Int, in part: @autoclosure () -> String) throws(GGUFError) -> [UInt8] {
        try require(count, in: part())
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            try withBytes(min(count - bytes.count, Self.windowSize), in: part()) { bytes += $0 }
        }
        return bytes
    }

    /// Reads so many bytes, at most ``windowSize``, where they lie.
    mutating func withBytes<Result>(
        _ count: Int,
        in part: @autoclosure () -> String,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(GGUFError) -> Result {
        try require(count, in: part())
        if offset < windowStart || offset + count > windowStart + window.count {
            try load()
            guard count <= window.count else { throw error(.truncated(part())) }
        }
        let start = offset - windowStart
        offset += count
        return window.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
    }

    /// Steps over so many bytes without reading them.
    mutating func skip(_ count: Int, in part: @autoclosure () -> String) throws(GGUFError) {
        try require(count, in: part())
        offset += count
    }

    /// Goes back to the start.
    mutating func rewind() { offset = 0 }

    private func require(_ count: Int, in part: @autoclosure () -> String) throws(GGUFError) {
        guard count <= facts.size - offset else { throw error(.truncated(part())) }
        guard count <= Self.headerLimit - offset else { throw error(.tooLarge(part())) }
    }

    /// Loads the window from the place reached on.
    ///
    /// It stays shorter where the file ends, and a file may have shrunk since it was opened.
    private mutating func load() throws(GGUFError) {
        windowStart = offset
        window = []
        window.reserveCapacity(Self.windowSize)
        while window.count < Self.windowSize {
            let wanted = Self.windowSize - window.count
            let place = off_t(offset + window.count)
            var failure: CInt = 0
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let result = pread(descriptor, buffer.baseAddress, wanted, place)
                failure = result < 0 ? errno : 0
                count = max(0, result)
            }
            if failure == EINTR { continue }
            guard failure == 0 else { throw error(.unreadable(String(cString: strerror(failure)))) }
            if piece.isEmpty { return }
            window += piece
        }
    }

    private static func modified(_ status: stat) -> Duration {
        #if canImport(Glibc)
        let time = status.st_mtim
        #else
        let time = status.st_mtimespec
        #endif
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
