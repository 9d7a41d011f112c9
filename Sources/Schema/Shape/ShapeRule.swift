/// What an object must be.
package final class ShapeRule: Sendable {
    // A class, for the checker meets it at every object, and what it holds would be retained piece by piece.

    /// The name in the document, such as `OllamaChatRequest`; empty for one that is written out where it is used.
    package let name: String
    /// One sentence that says what it is.
    package let summary: String
    /// The fields, in the order in which they are declared.
    package let fields: [FieldRule]
    /// Whether members beyond the fields pass, or are violations.
    package let keepsUnknown: Bool
    /// What is demanded of several fields together.
    package let demands: [Demand]
    /// A value that shows its use; `nil` when there is none.
    package let example: JSON?

    /// The fields that must be there.
    let required: Set
    /// What the check looks at besides each field.
    let checks: [DemandCheck]
    /// The places of the fields whose keys have so many bytes.
    private let places: [[Int]]

    /// Some of a shape's fields, by their places.
    struct Set: Equatable {
        private var bits: UInt128 = 0

        /// How many fields a shape can have.
        static let limit = 128

        func contains(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        mutating func insert(_ place: Int) { bits |= 1 << place }
        func isSuperset(of others: Set) -> Bool { bits & others.bits == others.bits }
    }

    init(
        name: String = "",
        summary: String = "",
        fields: [FieldRule],
        keepsUnknown: Bool = true,
        demands: [Demand] = [],
        example: JSON? = nil
    ) {
        precondition(fields.count <= Set.limit, "'\(name)' has too many fields")
        self.name = name
        self.summary = summary
        self.fields = fields
        self.keepsUnknown = keepsUnknown
        self.demands = demands
        self.example = example
        checks = demands.compactMap { DemandCheck($0, of: fields) }
        var required = Set()
        var places: [[Int]] = []
        for (place, field) in fields.enumerated() {
            if field.isRequired { required.insert(place) }
            let length = field.key.utf8.count
            while places.count <= length { places.append([]) }
            places[length].append(place)
        }
        self.required = required
        self.places = places
    }

    /// The place of the field with this key, unescaped; `nil` when no field has it.
    func place(of key: UnsafeRawBufferPointer) -> Int? {
        guard key.count < places.count else { return nil }
        return places[key.count].first { fields[$0].key.utf8.elementsEqual(key) }
    }
}
