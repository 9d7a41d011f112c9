import ArgumentParser
import Router
import Schema
import Store

/// Writes a models.yaml for the models that lie in folders.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a models.yaml for the GGUF files in folders and in the Hugging Face cache.",
        discussion: """
            Models in several parts become one entry, projectors are paired with their models, and each entry gets \
            values that suit its size; --profile and --override change them. The entries are not served until somebody \
            has looked at them and set `enabled: true`, or --enable was given. With --merge an existing file keeps \
            every byte and gets the models that it does not have yet. Statuses: 0 when the file is written, 1 when a \
            folder is missing, nothing was found, or the file exists already, 2 when an argument or the file to merge \
            into is wrong.
            """
    )

    @Option(name: .customLong("folder"), help: ArgumentHelp("A folder to search; may be repeated.", valueName: "dir"))
    var folders: [String] = []

    @Option(
        defaultAsFlag: CacheRoot.usual,
        help: ArgumentHelp("Search the Hugging Face cache, the usual one or that in this folder.", valueName: "dir")
    )
    var hfCache: CacheRoot?

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; - prints it.", valueName: "file"))
    var output = "models_imported.yaml"

    @Option(help: "What the models are for. (default: nothing special; only their size counts)")
    var profile: ImportProfile?

    @Option(
        name: .customLong("override"),
        help: ArgumentHelp(
            "A value for the `config` of every entry, stronger than all others; may be repeated.",
            valueName: "key=value"
        )
    )
    var overrides: [String] = []

    @Flag(help: "Keep what the file holds, and add the models whose id and file it does not have.")
    var merge = false

    @Flag(help: "Have the models served at once.")
    var enable = false

    @Flag(help: "Write a new file over one that exists.")
    var force = false

    func validate() throws {
        if folders.isEmpty, hfCache == nil { throw ValidationError("Name a --folder to search, or --hf-cache.") }
        if merge, force { throw ValidationError("--merge keeps the file and --force does not; give one of them.") }
        if merge, output == "-" { throw ValidationError("--merge needs a file, and --output - has none.") }
        _ = try settings()
    }

    func run() throws {
        let file = output == "-" ? nil : OutputFile(path: output)
        let exists = file?.exists ?? false
        guard !exists || force || merge else {
            throw Failure(status: 1, "\(output) exists already; --merge adds to it, --force replaces it.")
        }
        let places = try places()
        let report = ImportReport(Discovery(of: places))
        StandardError.write(report.findings)
        guard !report.models.isEmpty else {
            throw Failure(status: 1, "There are no GGUF models in \(places.map(\.path).joined(separator: ", ")).")
        }
        let settings = try settings()
        let entries = report.models.map(settings.entry)
        if let file, merge, exists {
            try add(entries, to: file)
        } else {
            let text = ModelsFile.text(of: entries, heading: Self.heading)
            try check(text)
            guard let file else { return print(String(decoding: text, as: UTF8.self), terminator: "") }
            try file.write(text)
            conclude(entries.count)
        }
    }

    private static let heading = """
        # Written by `paddock import`; `paddock check --config FILE` tells whether it can be served as it is.
        # Models are served once they are enabled.


        """

    /// Adds what a file does not have yet.
    private func add(_ entries: [JSON], to file: OutputFile) throws {
        let old = try file.contents()
        let merger: ModelsFile.Merger
        do throws(ConfigurationFailure) {
            merger = try ModelsFile.Merger(entries, into: old, at: output)
        } catch {
            throw Failure(status: 2, error.description)
        }
        if !merger.known.isEmpty { StandardError.write("already there: \(merger.known.joined(separator: ", "))\n") }
        guard !merger.added.isEmpty else { return StandardError.write("\(output) stays as it is.\n") }
        guard let text = merger.merged else {
            let advice = "Write the models into another file with --output, and copy them by hand."
            throw Failure(status: 1, "\(output) is not written in a way that leaves a place for more models. \(advice)")
        }
        try check(text)
        try file.write(text)
        conclude(merger.added.count)
    }

    /// Makes sure that what is written can be served.
    private func check(_ text: [UInt8]) throws {
        do throws(ConfigurationFailure) { _ = try Catalog(parsing: text, from: output) } catch {
            throw Failure(status: 1, "These models do not make a valid file:\n\(error)")
        }
    }

    private func conclude(_ count: Int) {
        let next = "paddock serve --config \(output)"
        let advice = enable ? "Serve them: \(next)" : "Set `enabled: true` for those that you want, then: \(next)"
        StandardError.write("Wrote \(count) \(count == 1 ? "model" : "models") to \(output). \(advice)\n")
    }

    /// Where to look.
    private func places() throws -> [Discovery.Place] {
        let places = folders.map { Discovery.Place.folder($0) } + [hfCache?.place].compactMap(\.self)
        return try places.map { place in
            guard let place = place.absolute else { throw Failure(status: 1, "There is no folder \(place.path).") }
            return place
        }
    }

    private func settings() throws -> ImportSettings {
        var settings = ImportSettings()
        settings.profile = profile
        settings.isEnabled = enable
        settings.overrides = try overrides.map { text in
            guard let override = ImportOverride(parsing: text) else {
                throw ValidationError("--override '\(text)' is not of the form KEY=VALUE.")
            }
            if let fault = ModelConfig.fault(in: override) { throw ValidationError("--override \(fault).") }
            return override
        }
        return settings
    }
}

extension ModelConfig {
    /// What is wrong with a value for the `config` of every entry, as a sentence without its end; `nil` when nothing is.
    fileprivate static func fault(in override: ImportOverride) -> String? {
        let pathKey = description.fields.modelPath.key
        guard override.key != pathKey else { return "\(pathKey): is what the search finds" }
        var config: JSONObject = [pathKey: "/"]
        config[override.key] = override.value
        let bytes = JSON.object(config).bytes
        let checker = bytes.withUnsafeBytes { try? Checker($0, against: rule) }
        return checker?.violations.first?.description
    }
}

extension ImportProfile: ExpressibleByArgument {}

/// Which Hugging Face cache to search.
enum CacheRoot: ExpressibleByArgument, CustomStringConvertible {
    /// That of this user.
    case usual
    /// The one in a folder.
    case folder(String)

    init?(argument: String) {
        self = .folder(argument)
    }

    var description: String { "HF_HUB_CACHE or ~/.cache/huggingface/hub" }

    var place: Discovery.Place {
        switch self {
        case .usual: .huggingFaceCache(HuggingFaceCache.path(Catalog.variable))
        case .folder(let path): .huggingFaceCache(path)
        }
    }
}
