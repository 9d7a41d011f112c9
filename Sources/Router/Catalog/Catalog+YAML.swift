import Schema

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Catalog {
    /// Reads `models.yaml` and checks it as a whole.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - maxLoadedModels: Taken instead of the file's `max_loaded_models`; `nil` takes that.
    ///   - needsKeys: Whether a file without `api_keys` is refused.
    ///   - environment: The value of a variable, for the paths and keys in the file; `nil` when it is not set.
    /// - Throws: ``ConfigurationFailure`` with everything that is wrong.
    package init(
        reading path: String,
        maxLoadedModels: Int? = nil,
        needsKeys: Bool = false,
        environment: @escaping (String) -> String? = Self.variable
    ) throws(ConfigurationFailure) {
        try self.init(
            parsing: try Self.contents(of: path),
            from: path,
            maxLoadedModels: maxLoadedModels,
            needsKeys: needsKeys,
            environment: environment
        )
    }

    /// Takes the text of `models.yaml` and checks it as a whole.
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - path: The file's path, for messages and for the relative paths in it.
    ///   - maxLoadedModels: Taken instead of the file's `max_loaded_models`; `nil` takes that.
    ///   - needsKeys: Whether a file without `api_keys` is refused.
    ///   - environment: The value of a variable, for the paths and keys in the file; `nil` when it is not set.
    /// - Throws: ``ConfigurationFailure`` with everything that is wrong.
    package init(
        parsing text: [UInt8],
        from path: String,
        maxLoadedModels: Int? = nil,
        needsKeys: Bool = false,
        environment: @escaping (String) -> String? = Self.variable
    ) throws(ConfigurationFailure) {
        let document: YAMLDocument
        do throws(YAMLFault) {
            document = try YAMLDocument(parsing: text)
        } catch {
            throw ConfigurationFailure([.init(error, in: path)])
        }
        // A file without a single key is a file with only defaults.
        var value = document.value == .null ? [:] : document.value
        if let maxLoadedModels, case .object(var members) = value {
            members["max_loaded_models"] = .number(maxLoadedModels)
            value = .object(members)
        }
        var resolver = PathResolver(folder: Self.folder(of: path), environment: environment)
        var keys = KeyResolver(environment: environment)
        let resolved = keys.resolve(resolver.resolve(value, by: Configuration.rule))
        let missing = needsKeys ? Self.missingKeys(in: value) : []
        let violations = Self.violations(in: value) + resolver.violations + keys.violations + missing
        let problems =
            document.faults.map { ConfigurationFailure.Problem($0, in: path) }
            + violations.map { .init(path: path, mark: document.mark(of: $0.place), violation: $0) }
        guard problems.isEmpty, let configuration = Configuration(json: resolved) else {
            throw ConfigurationFailure(problems)
        }
        self.init(configuration)
    }

    /// The value of an environment variable; `nil` when it is not set.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// What breaks the shape, and what is wrong beyond it.
    private static func violations(in value: JSON) -> [Violation] {
        let bytes = value.bytes
        let beyond = value.object.map { ConfigurationChecks($0).violations } ?? []
        do throws(JSONError) {
            let checker = try bytes.withUnsafeBufferPointer { (bytes) throws(JSONError) in
                try Checker(UnsafeRawBufferPointer(bytes), against: Configuration.rule)
            }
            return checker.violations + beyond
        } catch {
            // Aliases inside aliases can nest deeper than JSON may.
            return [Violation(place: "", text: error.reason)]
        }
    }

    /// What is said of a file without keys where it needs some.
    private static func missingKeys(in value: JSON) -> [Violation] {
        let key = Configuration.description.fields.apiKeys.key
        guard value[key]?.array?.isEmpty != false else { return [] }
        let text = "must have a key, for others than this machine can reach the server; --open serves them without one"
        return [Violation(place: key, text: text)]
    }

    private static func contents(of path: String) throws(ConfigurationFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while text.count <= YAMLDocument.sizeLimit {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            text += chunk[..<count]
        }
        return text
    }

    private static func unreadable(_ path: String) -> ConfigurationFailure {
        let violation = Violation(place: "", text: "cannot be read: \(String(cString: strerror(errno)))")
        return ConfigurationFailure([.init(path: path, mark: nil, violation: violation)])
    }

    /// The absolute path of the folder in which a file lies.
    private static func folder(of path: String) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return folder }
        defer { free(current) }
        return folder == "." ? String(cString: current) : "\(String(cString: current))/\(folder)"
    }
}

extension ConfigurationFailure.Problem {
    fileprivate init(_ fault: YAMLFault, in path: String) {
        self.init(path: path, mark: fault.mark, violation: Violation(place: "", text: fault.text))
    }
}
