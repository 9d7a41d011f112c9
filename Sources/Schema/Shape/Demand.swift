/// What is demanded of several fields of an object together, beyond what each must be.
package struct Demand: Sendable {
    /// What the object must be besides; of its fields only those that matter are named.
    let rule: Rule
    /// Whether the check looks at it.
    let isChecked: Bool

    /// The object must be filled in one of these ways, and the check finds out.
    package static func checked(_ ways: Rule...) -> Demand { Demand(rule: .one(of: ways), isChecked: true) }

    /// The object must be filled in one of these ways, which the document tells.
    ///
    /// Who reads the object refuses what is not, in the dialect's words.
    package static func told(_ ways: Rule...) -> Demand { Demand(rule: .one(of: ways), isChecked: false) }
}

extension Rule {
    fileprivate static func one(of ways: [Rule]) -> Rule { ways.count == 1 ? ways[0] : .either(ways) }
}
