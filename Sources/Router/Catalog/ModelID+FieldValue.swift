package import Providers
package import Schema

extension ModelID: FieldValue {
    package static var rule: Rule { String.rule }

    package init?(json: JSON) {
        guard let name = json.string else { return nil }
        self.init(name)
    }

    package var json: JSON { .string(name) }
}

extension ModelID {
    /// What is wrong with a text as an id or an alias, as the end of a sentence; `nil` when nothing is.
    static func fault(in name: String) -> String? {
        if name.isEmpty { return "must not be empty" }
        if name.first?.isWhitespace ?? false || name.last?.isWhitespace ?? false {
            return "must not begin or end with a blank"
        }
        if name.hasPrefix("-") { return "must not begin with '-', which begins a flag of the command line" }
        // Names stand in addresses, in lists with commas and in patterns.
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "must not hold control characters"
        }
        return name.first(where: ",?#%*\\".contains).map { "must not hold '\($0)'" }
    }

    /// The form in which two names are the same model's: letter case does not count, nor does `:latest`.
    package static func folded(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(":latest") ? String(name.dropLast(":latest".count)) : name
    }
}
