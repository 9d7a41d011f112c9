import Dispatch
import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Has the kernel read a file into memory before somebody needs it.
enum FileReadAhead {
    private static let queue = DispatchQueue(label: "paddock.read-ahead", qos: .utility)

    /// How many bytes the kernel is asked for at once.
    ///
    /// Source: Linux, `mm/readahead.c`, `force_page_cache_ra`: the kernel cuts each wish to the larger of the device's
    /// `read_ahead_kb` and `max_sectors_kb`, and drops the rest. The former is 128 unless somebody has set it.
    private static let pieceSize = 128 << 10

    /// Starts reading, and returns at once.
    ///
    /// Files that would fill most of the free memory are left alone: they would push out what runs. What is in memory
    /// already costs next to nothing.
    ///
    /// - Parameter path: A model's file; of a split set the first part, and all parts are read.
    static func start(_ path: String) {
        queue.async {
            let paths = SplitName(path: path)?.paths ?? [path]
            let size = paths.reduce(0) { $0 + (length(of: $1) ?? 0) }
            let memory = MachineMemory()
            let available = [memory?.available, memory?.groupAvailable].compactMap(\.self).min()
            if let available, size > available / 10 * 7 { return }
            for path in paths { read(path) }
        }
    }

    private static func length(of path: String) -> Int? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
    }

    private static func read(_ path: String) {
        #if canImport(Glibc)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // A wish returns before its bytes are there, but not while the device has its queue full.
        for start in stride(from: 0, to: length(of: path) ?? 0, by: pieceSize) {
            posix_fadvise(descriptor, start, pieceSize, POSIX_FADV_WILLNEED)
        }
        #endif
    }
}
