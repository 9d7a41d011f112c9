#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Discovery {
    /// Where to look.
    package enum Place: Hashable, Sendable {
        /// A folder and all below it.
        case folder(String)
        /// A cache of Hugging Face's tools.
        case huggingFaceCache(String)
    }
}

extension Discovery.Place {
    /// Reads an element of `model_folders`: the path of a folder, or `hf-cache`.
    ///
    /// - Parameters:
    ///   - text: The element.
    ///   - environment: The value of a variable, to find the cache by; `nil` when it is not set.
    package init(_ text: String, environment: (String) -> String?) {
        self = text == "hf-cache" ? .huggingFaceCache(HuggingFaceCache.path(environment)) : .folder(text)
    }

    /// The path of the folder at which the search starts.
    package var path: String {
        switch self {
        case .folder(let path), .huggingFaceCache(let path): path
        }
    }

    /// The same place with an absolute path; `nil` when there is no such folder.
    package var absolute: Discovery.Place? {
        guard let whole = realpath(path, nil) else { return nil }
        defer { free(whole) }
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else { return nil }
        // A path that is absolute is kept as people know it, links in it and all.
        let absolute = path.hasPrefix("/") ? path : String(cString: whole)
        return switch self {
        case .folder: .folder(absolute)
        case .huggingFaceCache: .huggingFaceCache(absolute)
        }
    }
}
