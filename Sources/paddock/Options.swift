import API
import ArgumentParser
import Router
import Store

/// Which file says what is served.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The file that names the models. (env: PADDOCK_CONFIG, default: models.yaml)")
    var config: String?

    @Option(help: "How many models may run at once, 1 to 64, whatever the file says. (env: PADDOCK_MAX_LOADED_MODELS)")
    var maxLoadedModels: Int?

    /// Where the catalog comes from.
    ///
    /// - Parameter isOptional: Whether the file need not exist, as long as nobody has named it.
    /// - Returns: The file.
    /// - Throws: `ValidationError` for a limit that cannot be.
    func source(isOptional: Bool = false) throws -> CatalogSource {
        let limit = try Setting.value(maxLoadedModels, "PADDOCK_MAX_LOADED_MODELS")
        if let limit, !(1...64).contains(limit) {
            throw ValidationError("--max-loaded-models must be from 1 to 64, not \(limit).")
        }
        let path = try Setting.value(config, "PADDOCK_CONFIG")
        return CatalogSource(
            path: path ?? "models.yaml",
            isOptional: isOptional && path == nil,
            maxLoadedModels: limit
        )
    }

    /// Reads the file, and says everything that is wrong with it.
    func catalog() throws -> Catalog {
        try source().firstCatalog()
    }
}

/// The file that names the models, and what the command line says instead of it.
struct CatalogSource: Sendable {
    private let path: String
    /// Whether it need not exist: then everything has its default.
    private let isOptional: Bool
    private let maxLoadedModels: Int?
    /// Tells when the file has become another one.
    let watch: FileWatch

    init(path: String, isOptional: Bool, maxLoadedModels: Int?) {
        self.path = path
        self.isOptional = isOptional
        self.maxLoadedModels = maxLoadedModels
        watch = FileWatch(over: path)
    }

    /// Reads the file.
    ///
    /// - Throws: ``ConfigurationFailure`` with everything that is wrong.
    func catalog() throws(ConfigurationFailure) -> Catalog {
        guard isOptional, FileStamp(of: path) == nil else {
            return try Catalog(reading: path, maxLoadedModels: maxLoadedModels)
        }
        return try Catalog(parsing: [], from: path, maxLoadedModels: maxLoadedModels)
    }

    /// Reads the file, or ends the program with everything that is wrong.
    func firstCatalog() throws -> Catalog {
        do throws(ConfigurationFailure) { return try catalog() } catch {
            throw Failure(status: 2, error.description)
        }
    }
}

extension RouteTable.Selection: ExpressibleByArgument {}

extension Origins: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

/// A setting that a flag or an environment variable gives; the flag is stronger.
enum Setting {
    /// The value; `nil` when neither gives one.
    static func value<Value: ExpressibleByArgument>(_ flag: Value?, _ variable: String) throws -> Value? {
        if let flag { return flag }
        guard let text = Catalog.variable(variable), !text.isEmpty else { return nil }
        guard let value = Value(argument: text) else {
            throw ValidationError("The environment's \(variable) cannot be '\(text)'.")
        }
        return value
    }
}

/// An end with a sentence for people.
struct Failure: Error, CustomStringConvertible {
    let description: String
    private let status: Int32

    init(status: Int32, _ description: String) {
        self.status = status
        self.description = description
    }

    /// Says it, and ends the process.
    func exit() -> Never {
        StandardError.write("paddock: \(description)\n")
        Main.exit(withError: ExitCode(status))
    }
}
