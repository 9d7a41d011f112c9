/// What is demanded of several fields of an object together, beyond what each must be.
package struct Demand: Sendable {
    /// What the object must be besides; `nil` when its fields say that, or nothing does.
    ///
    /// Of its fields only those that matter are named.
    let rule: Rule?
    /// How the check finds out; `nil` when it does not look at it.
    let check: Check?

    /// How the check finds out whether a demand is met.
    enum Check {
        /// By the rule.
        case rule
        /// By the way that a field's value names.
        case tag(String, [Way])
        /// By asking, where a field is there.
        case question(String, Question)
    }

    /// Tells what is wrong with a field beside its siblings, which are read by their keys.
    ///
    /// All of them may be anything: each is refused on its own account as well.
    package typealias Question = @Sendable (_ value: JSON, _ sibling: (String) -> JSON?) -> [Violation]

    /// The object must be filled in one of these ways, and the check finds out.
    package static func checked(_ ways: Rule...) -> Demand { Demand(rule: .one(of: ways), check: .rule) }

    /// The object must be filled in the way that one of its fields names, and the check finds out.
    package static func checked(by tag: String, _ ways: Way...) -> Demand {
        Demand(rule: nil, check: .tag(tag, ways))
    }

    /// A field must go with its siblings, and the check finds out.
    ///
    /// - Parameters:
    ///   - key: The field.
    ///   - ways: What the document tells of it; left out, nothing.
    ///   - question: What the check asks where the field is there; places are those in the object.
    /// - Returns: The demand.
    package static func checked(_ key: String, told ways: Rule..., asking question: @escaping Question) -> Demand {
        Demand(rule: .one(of: ways), check: .question(key, question))
    }

    /// A field can be there only beside a sibling that is true, and the check finds out.
    package static func checked(_ key: String, needs sibling: String) -> Demand {
        let ways = [Rule.object([:], without: key), .object([sibling: .constant(true)])]
        return Demand(
            rule: .one(of: ways),
            check: .question(key) { _, read in
                read(sibling) == true ? [] : [Violation(place: key, text: "needs \(sibling) to be true")]
            }
        )
    }

    /// The object must be filled in one of these ways, which the document tells.
    ///
    /// Who reads the object refuses what is not, in the dialect's words.
    package static func told(_ ways: Rule...) -> Demand { Demand(rule: .one(of: ways), check: nil) }

    /// What the document tells of it, for an object with these fields; `nil` when no document can tell it.
    func rule(beside fields: [FieldRule]) -> Rule? {
        guard case .tag(let tag, let ways) = check else { return rule }
        return .one(of: ways.flatMap { $0.rules(by: tag, beside: fields) })
    }
}

/// A way to fill an object, named by the value of one of its fields.
package struct Way: Sendable {
    /// The names.
    let names: [String]
    /// What must be there, and how; any value that its field can have, unless a rule says more.
    let needs: [(key: String, rule: Rule)]
    /// Whether it is meant where no name is given.
    let isDefault: Bool
    /// The field beside which nothing more is needed.
    let substitute: String?

    /// Describes a way.
    ///
    /// - Parameters:
    ///   - names: The values of the field that mean it.
    ///   - isDefault: Whether it is also meant where the field is left out.
    ///   - needs: What must be there besides.
    ///   - substitute: A field beside which nothing more is needed.
    package init(
        _ names: String...,
        isDefault: Bool = false,
        needs: KeyValuePairs<String, Rule> = [:],
        unless substitute: String? = nil
    ) {
        self.names = names
        self.needs = needs.map { ($0.key, $0.value) }
        self.isDefault = isDefault
        self.substitute = substitute
    }

    fileprivate func rules(by tag: String, beside fields: [FieldRule]) -> [Rule] {
        func need(_ key: String, _ rule: Rule) -> (key: String, rule: Rule) {
            // A null that means the same as leaving the field out is no value.
            if case .any = rule { (key, fields.first { $0.key == key }?.rule.kinds ?? rule) } else { (key, rule) }
        }
        let needs = needs.map(need)
        var choices = TextRule()
        choices.choices = names
        let name: Rule = names.count == 1 ? .constant(.string(names[0])) : .text(choices)
        var rules = [Rule.object([(tag, name)] + needs)]
        if isDefault { rules.append(.object(needs, without: [tag])) }
        if let substitute { rules.append(.object([(tag, name), need(substitute, .any)])) }
        return rules
    }
}

extension Rule {
    fileprivate static func one(of ways: [Rule]) -> Rule? { ways.count > 1 ? .either(ways) : ways.first }
}
