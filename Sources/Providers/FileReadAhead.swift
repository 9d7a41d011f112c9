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
            if let available = MachineMemory()?.available, size > available / 10 * 7 { return }
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
        // The kernel takes the wish for a whole file, and reads it in its own time.
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED)
        #endif
    }
}
