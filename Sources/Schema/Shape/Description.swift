/// What a shape is: a sentence, its fields, and whether it keeps what they do not name.
package final class Description<Fields>: @unchecked Sendable {
    // Unchecked: `Fields` is a struct of `let` fields, each of which is Sendable, but Swift cannot see that from here.

    /// The declared fields, which are never given back: a description is a constant of the program.
    ///
    /// Read through a pointer, one field is taken out without a copy of all the others; those copies took 5,000 of the
    /// 170,000 instructions of a request.
    @usableFromInline let storage: UnsafeMutablePointer<Fields>
    private let summary: String
    private let keepsUnknown: Bool
    private let demands: [Demand]
    private let example: JSON?
    private let erased: [FieldRule]

    /// Describes a shape.
    ///
    /// - Parameters:
    ///   - summary: One sentence.
    ///   - fields: The struct whose stored properties are the fields.
    ///   - keepsUnknown: Whether members beyond the fields pass. Requests keep them, `models.yaml` refuses them.
    ///   - demands: What is demanded of several fields together.
    ///   - example: JSON that shows its use; it must follow the description, which a test checks.
    package init(
        _ summary: String,
        _ fields: Fields,
        keepsUnknown: Bool = true,
        demands: [Demand] = [],
        example: String? = nil
    ) {
        self.summary = summary
        storage = .allocate(capacity: 1)
        storage.initialize(to: fields)
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

    /// The declared fields.
    package var fields: Fields { storage.pointee }

    /// One of the declared fields.
    @inlinable
    package subscript<Value>(path: KeyPath<Fields, Field<Value>>) -> Field<Value> { storage.pointee[keyPath: path] }

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
