#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Goes through folders and what lies in them, links followed, and visits each real folder once.
///
/// Folders whose names start with `.`, and `__pycache__`, are passed over unless the walk starts there.
struct FolderWalk {
    /// One folder.
    struct Folder {
        let path: String
        /// The files in it, by name.
        let files: [File]
    }

    /// One file.
    struct File {
        let name: String
        let path: String
        let identity: FileIdentity
        /// Bytes.
        let size: Int
    }

    /// What a search has come upon.
    struct Result {
        /// The folders that hold files, each before those in it, in the order of their names.
        var folders: [Folder] = []
        /// What could not be looked at, a sentence each.
        var warnings: [String] = []
    }

    private var visited: Set<FileIdentity> = []
    private var result = Result()

    /// Visits a folder and all below it, as far as no earlier search has.
    mutating func search(_ path: String) -> Result {
        result = Result()
        visit(path)
        return result
    }

    private mutating func visit(_ path: String) {
        if let identity = FileIdentity(of: path), !visited.insert(identity).inserted { return }
        guard let names = names(in: path) else { return }
        var files: [File] = []
        var inner: [String] = []
        var facts = stat()
        for name in names {
            let place = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            guard stat(place, &facts) == 0 else {
                if name.isModelFileName { result.warnings.append("\(place): is a link that leads nowhere.") }
                continue
            }
            switch facts.st_mode & S_IFMT {
            case S_IFDIR: if !name.hasPrefix("."), name != "__pycache__" { inner.append(place) }
            case S_IFREG:
                files.append(File(name: name, path: place, identity: FileIdentity(facts), size: Int(facts.st_size)))
            default: if name.isModelFileName { result.warnings.append("\(place): is no regular file.") }
            }
        }
        if !files.isEmpty { result.folders.append(Folder(path: path, files: files)) }
        for folder in inner { visit(folder) }
    }

    /// The names in a folder, sorted; `nil` when it cannot be opened.
    private mutating func names(in path: String) -> [String]? {
        do throws(FolderNames.Failure) {
            let names = try FolderNames(in: path)
            if names.invalidCount > 0 { result.warnings.append("\(path): holds names that are no UTF-8.") }
            return names.valid
        } catch {
            result.warnings.append("\(path): cannot be searched: \(error.reason).")
            return nil
        }
    }
}

extension String {
    /// Whether it ends as the names of GGUF files do.
    var isModelFileName: Bool { lowercased().hasSuffix(".gguf") }
}
