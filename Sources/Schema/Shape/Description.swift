import Synchronization

/// What a shape is: a sentence, its fields, and whether it keeps what they do not name.
package final class Description<Fields>: @unchecked Sendable {
    // Unchecked: `Fields` is a struct of `let` fields, each of which is Sendable, but Swift cannot see that from here; and
    // what the pointer leads to is written once, before anybody else knows of it.

    /// The declared fields, which are never given back: a description is a constant of the program.
    private let storage: UnsafeMutablePointer<Fields>
    private let summary: String
    private let keepsUnknown: Bool
    private let demands: [Demand]
    private let example: JSON?
    private let erased: [FieldRule]
    private let made = Mutex<ShapeRule?>(nil)

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
        erased = Mirror(reflecting: fields).children.compactMap { ($0.value as? AnyField)?.erased }
    }

    /// The declared fields.
    package var fields: Fields { storage.pointee }

    /// One of the declared fields.
    ///
    /// Taken from its place: a path through a value copies all the others too, which took 5,000 of the 170,000
    /// instructions of a request.
    package subscript<Value>(path: KeyPath<Fields, Field<Value>>) -> Field<Value> {
        guard let offset = MemoryLayout<Fields>.offset(of: path) else {
            preconditionFailure("\(path) leads to no stored property")
        }
        return UnsafeRawPointer(storage).load(fromByteOffset: offset, as: Field<Value>.self)
    }

    /// The rule that the description comes to, made once.
    ///
    /// - Parameter name: The name in the document.
    /// - Returns: The rule.
    func rule(named name: @autoclosure () -> String) -> ShapeRule {
        made.withLock { made in
            if let made { return made }
            let rule = ShapeRule(
                name: name(),
                summary: summary,
                fields: erased,
                keepsUnknown: keepsUnknown,
                demands: demands,
                example: example
            )
            made = rule
            return rule
        }
    }
}
