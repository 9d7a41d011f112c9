import API
import ArgumentParser
import Router
import Store

/// Which file says what is served.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file that names the models. (env: PADDOCK_CONFIG; default: models.yaml)",
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "How many models may run at once, 1 to 64. (env: PADDOCK_MAX_LOADED_MODELS; default: what the file says, else 2)",
            valueName: "number"
        )
    )
    var maxLoadedModels: Int?

    /// Where the catalog comes from.
    ///
    /// - Parameter isOptional: Whether the file need not exist, as long as nobody has named it.
    /// - Returns: The file.
    /// - Throws: `ValidationError` for a limit that cannot be.
    func source(isOptional: Bool = false) throws -> CatalogSource {
        let limit = try Setting.number(
            maxLoadedModels,
            "--max-loaded-models",
            "PADDOCK_MAX_LOADED_MODELS",
            in: 1...64
        )
        let path = try Setting.value(config, "PADDOCK_CONFIG")
        return CatalogSource(
            path: path ?? "models.yaml",
            isOptional: isOptional && path == nil,
            maxLoadedModels: limit
        )
    }
}

/// The file that names the models, and what the command line says instead of it.
struct CatalogSource: Sendable {
    private let path: String
    /// Whether it need not exist: then everything has its default.
    private let isOptional: Bool
    private let maxLoadedModels: Int?
    /// Whether a file without `api_keys` is refused.
    var needsKeys = false
    /// Tells when the file has become another one.
    let watch: FileWatch

    init(path: String, isOptional: Bool, maxLoadedModels: Int?) {
        self.path = path
        self.isOptional = isOptional
        self.maxLoadedModels = maxLoadedModels
        watch = FileWatch(over: path)
    }

    /// Whether there is no file, and need not be.
    var isMissing: Bool { isOptional && FileStamp(of: path) == nil }

    /// Reads the file.
    ///
    /// - Throws: ``ConfigurationFailure`` with everything that is wrong.
    func catalog() throws(ConfigurationFailure) -> Catalog {
        guard isMissing else {
            return try Catalog(reading: path, maxLoadedModels: maxLoadedModels, needsKeys: needsKeys)
        }
        return try Catalog(parsing: [], from: path, maxLoadedModels: maxLoadedModels, needsKeys: needsKeys)
    }

    /// Reads the file for the first time.
    ///
    /// - Throws: ``Failure`` with everything that is wrong.
    func firstCatalog() throws(Failure) -> Catalog {
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

    /// A whole number in a range; `nil` when neither gives one.
    static func number(
        _ flag: Int?,
        _ option: String,
        _ variable: String,
        in range: ClosedRange<Int>
    ) throws -> Int? {
        guard let number = try value(flag, variable), !range.contains(number) else { return try value(flag, variable) }
        let name = flag == nil ? "The environment's \(variable)" : option
        throw ValidationError("\(name) must be from \(range.lowerBound) to \(range.upperBound), not \(number).")
    }
}
