import Providers
import Schema
import Store

/// Puts the SHA-256 of every key in the place of the variable that holds it, and tells what is wrong with the keys.
struct KeyResolver {
    /// The value of a variable; `nil` when it is not set.
    let environment: (String) -> String?
    /// What is wrong beyond the shape of the keys.
    private(set) var violations: [Violation] = []
    /// Who has each name and each key, by its place.
    private var names: [String: String] = [:]
    private var digests: [String: String] = [:]

    init(environment: @escaping (String) -> String?) {
        self.environment = environment
    }

    /// The same configuration, in which no key can be found.
    mutating func resolve(_ value: JSON) -> JSON {
        let list = Configuration.description.fields.apiKeys.key
        guard case .object(var members) = value, let keys = members[list]?.array else { return value }
        members[list] = .array(keys.enumerated().map { resolve($1, at: "\(list)[\($0)]") })
        return .object(members)
    }

    private mutating func resolve(_ json: JSON, at place: String) -> JSON {
        guard var key = APIKey(json: json) else { return json }
        let fields = APIKey.description.fields
        if let name = key.members[fields.name.key]?.string {
            let (place, owner) = ("\(place).\(fields.name.key)", names.updateValue(place, forKey: name))
            if let owner { note(place, "'\(name)' is the name of \(owner) already") }
            // It stands in lines of the log, where whatever could be taken for more than a name must not.
            if name.contains(/[^A-Za-z0-9._@-]/) { note(place, "must have letters, digits and any of '._@-' alone") }
        }
        for (index, pattern) in (key.members[fields.models.key]?.array ?? []).enumerated() {
            guard let fault = pattern.string.flatMap(Self.fault) else { continue }
            note("\(place).\(fields.models.key)[\(index)]", fault)
        }
        guard let digest = digest(of: key, at: place) else { return json }
        if let owner = digests.updateValue(place, forKey: digest) { note(place, "has the same key as \(owner)") }
        key.keyEnv = nil
        key.sha256 = digest
        return key.json
    }

    /// The SHA-256 of a key; `nil` when something is wrong with what tells it.
    private mutating func digest(of key: APIKey, at place: String) -> String? {
        let fields = APIKey.description.fields
        switch (key.keyEnv, key.sha256) {
        case (let variable?, nil):
            let place = "\(place).\(fields.keyEnv.key)"
            // What is wrong with its shape is told elsewhere.
            guard !variable.isEmpty else { return nil }
            guard let secret = environment(variable), !secret.isEmpty else {
                note(place, "names the environment variable '\(variable)', which is not set")
                return nil
            }
            guard secret.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                note(place, "names the environment variable '\(variable)', which has a character that no key can have")
                return nil
            }
            return APIKey.sha256(of: secret)
        case (nil, let digits?):
            if let digest = Digest(hexDigits: digits) { return digest.hexDigits }
            note("\(place).\(fields.sha256.key)", "must be 64 hex digits")
        case (nil, nil): note(place, "needs '\(fields.keyEnv.key)' or '\(fields.sha256.key)'")
        case (_?, _?): note(place, "must have only one of '\(fields.keyEnv.key)' and '\(fields.sha256.key)'")
        }
        return nil
    }

    private mutating func note(_ place: String, _ text: String) {
        violations.append(Violation(place: place, text: text))
    }

    /// What is wrong with a pattern of ids, which fits some id if any text stands for its stars.
    private static func fault(in pattern: String) -> String? {
        ModelID.fault(in: pattern.replacing("*", with: "x"))
    }
}
