package import Schema

/// The path of a file in `models.yaml`; once that has been read as a catalog, an absolute one.
package struct FilePath: Hashable, Sendable {
    /// The path.
    package let path: String

    /// Names a file.
    package init(_ path: String) {
        self.path = path
    }
}

extension FilePath: FieldValue {
    /// What JSON Schema calls a text that is a path.
    static let format = "path"

    package static var rule: Rule { .name(format: format) }

    package init?(json: JSON) {
        guard let path = json.string else { return nil }
        self.init(path)
    }

    package var json: JSON { .string(path) }
}

/// A program in `models.yaml`: a name to look for on `PATH`, or a path.
package struct Program: Hashable, Sendable {
    /// The name, which has no slash, or the path, absolute once `models.yaml` has been read as a catalog.
    package let name: String

    /// Names a program.
    package init(_ name: String) {
        self.name = name
    }
}

extension Program: FieldValue {
    /// What JSON Schema calls a text that is a program.
    static let format = "program"

    package static var rule: Rule { .name(format: format) }

    package init?(json: JSON) {
        guard let name = json.string else { return nil }
        self.init(name)
    }

    package var json: JSON { .string(name) }
}

extension Rule {
    fileprivate static func name(format: String) -> Rule {
        var rule = TextRule()
        rule.isFilled = true
        rule.format = format
        return .text(rule)
    }
}
