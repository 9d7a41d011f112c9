/// The name of one model, as `models.yaml` gives it.
package struct ModelID: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name, spelled as in `models.yaml`; never empty.
    package let name: String

    /// Names a model.
    package init(_ name: String) {
        self.name = name
    }

    /// Names a model in a test or a default.
    package init(stringLiteral name: String) {
        self.init(name)
    }

    package var description: String { name }

    package static func < (one: ModelID, other: ModelID) -> Bool { one.name < other.name }
}
