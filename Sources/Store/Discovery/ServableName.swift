/// Names of models as `models.yaml` and addresses take them.
enum ServableName {
    /// A file's name made into a model's: what a model's name must not hold becomes `-`, or goes.
    static func of(_ name: String) -> String {
        let scalars = name.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control || refused.contains(scalar) ? "-" : scalar
        }
        var name = String(String.UnicodeScalarView(scalars)).drop { $0.isWhitespace || $0 == "-" }
        while name.last?.isWhitespace == true { name.removeLast() }
        return name.isEmpty ? "model" : String(name)
    }

    /// The form in which two names are the same model's: letter case does not count, nor does `:latest`.
    static func folded(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(":latest") ? String(name.dropLast(":latest".count)) : name
    }

    private static let refused = ",?#%*\\".unicodeScalars
}
