import Providers
import Schema

/// What is wrong with a configuration beyond its shape.
///
/// It is looked at even when its shape is wrong, so that everything can be said at once. What has the wrong kind then
/// counts as left out.
struct ConfigurationChecks {
    private let configuration: Configuration
    private let entries: [(place: String, entry: ModelEntry)]
    private(set) var violations: [Violation] = []

    init(_ members: JSONObject) {
        configuration = Configuration(members: members)
        let key = Configuration.description.fields.models.key
        entries = (members[key]?.array ?? []).enumerated().compactMap { index, json in
            ModelEntry(json: json).map { ("\(key)[\(index)]", $0) }
        }
        checkNames()
        checkDefaultModel()
        checkVariants()
        checkPreloads()
        checkTimes()
    }

    private mutating func note(_ place: String, _ text: String) {
        violations.append(Violation(place: place, text: text))
    }

    /// Every id and alias, with its place.
    private var names: [(place: String, name: String)] {
        let fields = ModelEntry.description.fields
        return entries.flatMap { place, entry in
            let id = entry.members[fields.id.key].map { ("\(place).\(fields.id.key)", $0) }
            let aliases = entry.members[fields.aliases.key]?.array ?? []
            let named = aliases.enumerated().map { ("\(place).\(fields.aliases.key)[\($0)]", $1) }
            return ([id].compactMap(\.self) + named).compactMap { place, json in json.string.map { (place, $0) } }
        }
    }

    private mutating func checkNames() {
        var owners: [String: String] = [:]
        for (place, name) in names {
            if let fault = ModelID.fault(in: name) { note(place, fault) }
            if let owner = owners.updateValue(place, forKey: ModelID.folded(name)) {
                note(place, "'\(name)' is taken by \(owner); letter case and ':latest' make no difference")
            }
        }
    }

    private mutating func checkDefaultModel() {
        guard let name = configuration.defaultModel else { return }
        let place = Configuration.description.fields.defaultModel.key
        guard let owner = entries.first(where: { $0.entry.isNamed(name) }) else {
            return note(place, unknown(name, "model", among: names.map(\.name)))
        }
        if !owner.entry.isEnabled { note(place, "'\(name)' is not enabled") }
    }

    private mutating func checkVariants() {
        let fields = Configuration.description.fields
        let known = configuration.members[fields.variants.key]?.object?.keys ?? []
        let server = (fields.variant.key, configuration.variant)
        let models = entries.map { ("\($0.place).\(ModelEntry.description.fields.variant.key)", $0.entry.variant) }
        for (place, name) in [server] + models {
            guard let name, !known.contains(name) else { continue }
            note(place, unknown(name, "variant", among: known))
        }
    }

    /// The default model is the first to be loaded.
    private mutating func checkPreloads() {
        let enabled = entries.filter(\.entry.isEnabled)
        let first = configuration.defaultModel.flatMap { name in enabled.firstIndex { $0.entry.isNamed(name) } }
        let others = enabled.indices.filter { enabled[$0].entry.isPreloaded && $0 != first }
        let capacity = max(configuration.maxLoadedModels, 1)
        let room = first == nil ? capacity : capacity - 1
        guard others.count > room else { return }
        let place = "\(enabled[others[room]].place).\(ModelEntry.description.fields.isPreloaded.key)"
        let count = others.count + capacity - room
        note(place, "\(count) models are to be loaded at start, but max_loaded_models is \(capacity)")
    }

    private mutating func checkTimes() {
        let fields = Configuration.description.fields
        let timeout = "\(fields.queue.key).\(QueueSettings.description.fields.timeout.key)"
        if configuration.loadTimeout.duration == .zero { note(fields.loadTimeout.key, "must be more than 0") }
        if configuration.queue.timeout.duration == .zero { note(timeout, "must be more than 0") }
    }

    private func unknown(_ name: String, _ noun: String, among known: [String]) -> String {
        let help =
            if let nearest = NearestName.of(name, among: known) {
                "did you mean '\(nearest)'?"
            } else if known.isEmpty {
                "there is none"
            } else {
                "known: \(known.prefix(10).joined(separator: ", "))"
            }
        return "no \(noun) is named '\(name)'; \(help)"
    }
}

extension ModelEntry {
    /// Whether one of its names is this one; its members need not have been checked.
    fileprivate func isNamed(_ name: String) -> Bool {
        let id = members[Self.description.fields.id.key]?.string
        return (self.aliases + [id].compactMap(\.self)).contains { ModelID.folded($0) == ModelID.folded(name) }
    }
}
