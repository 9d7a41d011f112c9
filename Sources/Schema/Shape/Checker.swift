/// Compares a text of JSON with a rule, in one pass over the bytes and without building a tree.
package struct Checker {
    var scanner: JSONScanner
    var steps: [Step] = []
    /// Everything that is wrong, in the order of the text; keys that an object lacks, or should not have, stand behind
    /// what is wrong with its members.
    package internal(set) var violations: [Violation] = []
    /// Where the members of the outermost object stand.
    package internal(set) var outline = Outline()
    /// Members that are `null` where that means the same as leaving them out, each with a comma, in no order.
    package internal(set) var absent: [Range<Int>] = []
    /// How many values are none of those that their rules name.
    var mismatches = 0

    /// How many violations one text can have before the rest goes unsaid.
    private static let violationLimit = 100

    /// One step on the way to a place.
    enum Step {
        /// To the member whose key, quotes not counted, stands here in the text.
        case key(Range<Int>)
        /// To a member that is not there.
        case name(String)
        /// To an element.
        case index(Int)
    }

    /// Checks a whole text.
    ///
    /// - Throws: ``JSONError`` when it is no JSON.
    package init(_ bytes: UnsafeRawBufferPointer, against rule: Rule) throws(JSONError) {
        scanner = JSONScanner(bytes)
        try check(rule)
        try scanner.end()
    }

    mutating func check(_ rule: Rule) throws(JSONError) {
        let kind = try scanner.kind()
        switch rule {
        case .any: _ = try scanner.value(depth: steps.count)
        case .bool where kind == .bool: _ = try scanner.value()
        case .constant(let value, let fault):
            guard try JSON(reading: &scanner, depth: steps.count) != value else { return }
            mismatches += 1
            note(fault ?? "must be \(rule.noun)")
        case .integer(let limits) where kind == .number: try checkInteger(limits)
        case .number(let limits) where kind == .number: try checkNumber(limits)
        case .text(let rule) where kind == .string: try checkText(rule)
        case .list(let element, let count) where kind == .array: try checkList(element, count)
        case .map(let element) where kind == .object:
            try checkMembers { (checker, _, _) throws(JSONError) in
                try checker.check(element)
                return true
            }
        case .shape(let shape) where kind == .object: try checkShape(shape)
        case .either(let rules): try checkEither(rules, kind)
        case .bool, .integer, .number, .text, .list, .map, .shape: try refuse("must be \(rule.noun)")
        }
    }

    /// Notes what is wrong with the value that starts here, and steps over it.
    mutating func refuse(_ text: String) throws(JSONError) {
        note(text)
        _ = try scanner.value(depth: steps.count)
    }

    mutating func note(_ text: String) {
        guard violations.count < Self.violationLimit else { return }
        violations.append(Violation(place: place, text: text))
    }

    mutating func note(inside step: Step, _ text: String) {
        steps.append(step)
        note(text)
        steps.removeLast()
    }

    var place: String {
        steps.reduce(into: "") { place, step in
            switch step {
            case .key(let key): place += (place.isEmpty ? "" : ".") + text(of: key)
            case .name(let key): place += (place.isEmpty ? "" : ".") + key
            case .index(let index): place += "[\(index)]"
            }
        }
    }

    private mutating func checkList(_ element: Rule, _ count: ClosedRange<Int>) throws(JSONError) {
        try scanner.open(UInt8(ascii: "["), depth: steps.count)
        var index = 0
        if !scanner.take(UInt8(ascii: "]")) {
            repeat {
                steps.append(.index(index))
                try check(element)
                steps.removeLast()
                index += 1
            } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "]"))
        }
        if index < count.lowerBound {
            note(index == 0 ? "must not be empty" : "must have at least \(count.lowerBound) elements")
        } else if index > count.upperBound {
            note("must have at most \(count.upperBound) elements")
        }
    }

    func text(of key: Range<Int>) -> String {
        JSONText.unescape(UnsafeRawBufferPointer(rebasing: scanner.bytes[key]))
    }
}
