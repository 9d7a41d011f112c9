/// What the check looks at besides each field of a shape: a demand, its fields by their places.
enum DemandCheck: Sendable {
    /// The object must follow a rule besides.
    case rule(Rule)
    /// The object must be filled in the way that a field's value names.
    case tag(Int, [Way])
    /// A field must go with its siblings.
    case question(Int, Demand.Question)

    /// A way to fill an object.
    struct Way {
        /// The names, as JSON.
        let names: [[UInt8]]
        let isDefault: Bool
        let needs: [(place: Int, rule: Rule)]
        let substitute: Int?
    }

    /// Makes the check of a demand; `nil` when it is only told.
    init?(_ demand: Demand, of fields: [FieldRule]) {
        func place(of key: String) -> Int {
            guard let place = fields.firstIndex(where: { $0.key == key }) else {
                preconditionFailure("'\(key)' is demanded, and is no field")
            }
            return place
        }
        switch demand.check {
        case nil: return nil
        case .rule: self = .rule(demand.rule ?? .any)
        case .tag(let tag, let ways):
            self = .tag(
                place(of: tag),
                ways.map { way in
                    Way(
                        names: way.names.map { JSON.string($0).bytes },
                        isDefault: way.isDefault,
                        needs: way.needs.map { (place(of: $0.key), $0.rule) },
                        substitute: way.substitute.map(place)
                    )
                }
            )
        case .question(let key, let question): self = .question(place(of: key), question)
        }
    }
}

/// What has been found of a shape's fields.
struct FoundFields {
    /// Where the values stand, by the fields' places; `nil` for those that are left out.
    var values: [Range<Int>?]
    /// Those that are wrong by themselves.
    var faulty = ShapeRule.Set()

    init(of shape: ShapeRule) {
        values = Array(repeating: nil, count: shape.fields.count)
    }
}
