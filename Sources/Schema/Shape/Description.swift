/// What a shape is: a sentence, its fields, and whether it keeps what they do not name.
package final class Description<Fields>: @unchecked Sendable {
    // A class, for it is read at every access to a field, and copying a struct of fields takes time.
    // Unchecked: `Fields` is a struct of `let` fields, each of which is Sendable, but Swift cannot see that from here.

    /// The declared fields.
    package let fields: Fields
    private let summary: String
    private let keepsUnknown: Bool
    private let demands: [Rule]
    private let example: JSON?
    private let erased: [FieldRule]

    /// Describes a shape.
    ///
    /// - Parameters:
    ///   - summary: One sentence.
    ///   - fields: The struct whose stored properties are the fields.
    ///   - keepsUnknown: Whether members beyond the fields pass. Requests keep them, `models.yaml` refuses them.
    ///   - demands: What is demanded of several fields together. It stands in the document alone: who reads the shape
    ///     refuses what does not meet it, in the dialect's words.
    ///   - example: JSON that shows its use; it must follow the description, which a test checks.
    package init(
        _ summary: String,
        _ fields: Fields,
        keepsUnknown: Bool = true,
        demands: [Rule] = [],
        example: String? = nil
    ) {
        self.summary = summary
        self.fields = fields
        self.keepsUnknown = keepsUnknown
        self.demands = demands
        self.example = example.map { text in
            do {
                return try JSON(parsing: text)
            } catch {
                preconditionFailure("the example of '\(summary)' is no JSON: \(error)")
            }
        }
        erased = Mirror(reflecting: fields).children.compactMap { ($0.value as? any AnyField)?.erased }
    }

    func rule(named name: String) -> ShapeRule {
        ShapeRule(
            name: name,
            summary: summary,
            fields: erased,
            keepsUnknown: keepsUnknown,
            demands: demands,
            example: example
        )
    }
}
