#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The names of all that lies in a folder.
struct FolderNames {
    /// Those that are UTF-8, sorted.
    private(set) var valid: [String] = []
    /// How many are not.
    private(set) var invalidCount = 0

    /// The folder cannot be opened.
    struct Failure: Error {
        /// Why, in the system's words.
        let reason: String
    }

    /// Lists a folder.
    init(in path: String) throws(Failure) {
        guard let folder = opendir(path) else { throw Failure(reason: String(cString: strerror(errno))) }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else {
                invalidCount += 1
                continue
            }
            if name != ".", name != ".." { valid.append(name) }
        }
        valid.sort()
    }
}
