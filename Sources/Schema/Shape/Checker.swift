/// Compares a text of JSON with a rule, in one pass over the bytes and without building a tree.
package struct Checker {
    private var scanner: JSONScanner
    private var steps: [Step] = []
    /// Everything that is wrong, in the order of the text; keys that an object lacks, or should not have, stand behind
    /// what is wrong with its members.
    package private(set) var violations: [Violation] = []
    /// Where the members of the outermost object stand.
    package private(set) var outline = Outline()

    /// How many violations one text can have before the rest goes unsaid.
    private static let violationLimit = 100

    /// One step on the way to a place.
    private enum Step {
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

    private mutating func check(_ rule: Rule) throws(JSONError) {
        let kind = try scanner.kind()
        switch (rule, kind) {
        case (.any, _), (.bool, .bool): _ = try scanner.value(depth: steps.count)
        case (.constant(let value, let fault), _):
            guard try JSON(reading: &scanner, depth: steps.count) == value else {
                return note(fault ?? "must be \(rule.noun)")
            }
        case (.integer(let limits), .number): try checkInteger(limits)
        case (.number(let limits), .number): try checkNumber(limits)
        case (.text(let rule), .string): try checkText(rule)
        case (.list(let element, let count), .array): try checkList(element, count)
        case (.map(let element), .object):
            try checkMembers { (checker, _, _) throws(JSONError) in try checker.check(element) }
        case (.shape(let shape), .object): try checkShape(shape)
        case (.either(let rules), _): try checkEither(rules, kind)
        default: try refuse("must be \(rule.noun)")
        }
    }

    /// Notes what is wrong with the value that starts here, and steps over it.
    private mutating func refuse(_ text: String) throws(JSONError) {
        note(text)
        _ = try scanner.value(depth: steps.count)
    }

    private mutating func note(_ text: String) {
        guard violations.count < Self.violationLimit else { return }
        violations.append(Violation(place: place, text: text))
    }

    private mutating func note(inside step: Step, _ text: String) {
        steps.append(step)
        note(text)
        steps.removeLast()
    }

    private var place: String {
        steps.reduce(into: "") { place, step in
            switch step {
            case .key(let key): place += (place.isEmpty ? "" : ".") + text(of: key)
            case .name(let key): place += (place.isEmpty ? "" : ".") + key
            case .index(let index): place += "[\(index)]"
            }
        }
    }

    private mutating func checkInteger(_ limits: ClosedRange<Int>) throws(JSONError) {
        guard let value = try JSON(reading: &scanner).int else { return note("must be a whole number") }
        guard limits.contains(value) else { return note("must be \(Self.phrase(limits))") }
    }

    private mutating func checkNumber(_ limits: ClosedRange<Double>) throws(JSONError) {
        guard let value = try JSON(reading: &scanner).double, limits.contains(value) else {
            return note("must be \(Self.phrase(limits))")
        }
    }

    private mutating func checkText(_ rule: TextRule) throws(JSONError) {
        // A text without demands, such as a long message, is not copied.
        guard rule.choices != nil || rule.isFilled || rule.fault != nil else {
            _ = try scanner.string()
            return
        }
        let text = try JSON(reading: &scanner).string ?? ""
        if rule.isFilled, text.isEmpty { note("must not be empty") }
        if let fault = rule.fault?(text) {
            note(fault)
            if rule.isFaultKnown { violations[violations.count - 1].sentence = fault }
        } else if let choices = rule.choices, !choices.contains(text) {
            note("must be one of \(choices.joined(separator: ", "))")
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

    private mutating func checkShape(_ shape: ShapeRule) throws(JSONError) {
        var isSeen = [Bool](repeating: false, count: shape.fields.count)
        var unknown: [Range<Int>] = []
        try checkMembers { (checker, key, kind) throws(JSONError) in
            guard let index = checker.field(named: key, of: shape) else {
                if !shape.keepsUnknown { unknown.append(key) }
                return try checker.check(.any)
            }
            isSeen[index] = true
            let isAbsent = kind == .null && !shape.fields[index].isRequired
            let count = checker.violations.count
            try checker.check(isAbsent ? .any : shape.fields[index].rule)
            if checker.violations.count > count { checker.word(from: count, as: shape.fields[index].mistake) }
        }
        for key in unknown {
            let nearest = NearestName.of(text(of: key), among: shape.fields.map(\.key))
            note(inside: .key(key), "is not a known key" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
        }
        for (field, isSeen) in zip(shape.fields, isSeen) where field.isRequired && !isSeen {
            note(inside: .name(field.key), "is required")
        }
    }

    /// Gives what has been noted about one field the sentence that its dialect has for it.
    private mutating func word(from first: Int, as sentence: String?) {
        guard let sentence, violations[first].sentence == nil else { return }
        violations.removeSubrange((first + 1)...)
        violations[first].sentence = sentence
    }

    /// Checks every member with what is told for it: the place of its key, and the kind of its value.
    private mutating func checkMembers(
        _ check: (inout Checker, Range<Int>, JSONScanner.Kind) throws(JSONError) -> Void
    ) throws(JSONError) {
        try scanner.open(UInt8(ascii: "{"), depth: steps.count)
        if steps.isEmpty { outline = Outline(start: scanner.position) }
        guard !scanner.take(UInt8(ascii: "}")) else { return }
        repeat {
            let key = try scanner.string()
            try scanner.expect(UInt8(ascii: ":"))
            let kind = try scanner.kind()
            let start = scanner.position
            steps.append(.key(key))
            try check(&self, key, kind)
            steps.removeLast()
            if steps.isEmpty { outline.members.append(.init(key: text(of: key), value: start..<scanner.position)) }
        } while scanner.take(UInt8(ascii: ","))
        try scanner.expect(UInt8(ascii: "}"))
    }

    private func field(named key: Range<Int>, of shape: ShapeRule) -> Int? {
        let bytes = UnsafeRawBufferPointer(rebasing: scanner.bytes[key])
        guard !bytes.contains(UInt8(ascii: "\\")) else { return shape.fields.firstIndex { $0.key == text(of: key) } }
        // Nearly every key is plain; it is compared without becoming a text first.
        return shape.fields.firstIndex { field in
            field.key.utf8.count == bytes.count && field.key.utf8.elementsEqual(bytes)
        }
    }

    private func text(of key: Range<Int>) -> String {
        JSONText.unescape(UnsafeRawBufferPointer(rebasing: scanner.bytes[key]))
    }

    /// Checks by the rule that is meant, as far as the kind of value tells; a tagged object tells by its tag.
    private mutating func checkEither(_ rules: [Rule], _ kind: JSONScanner.Kind) throws(JSONError) {
        let fitting = rules.filter { $0.admits(kind) }
        guard let first = fitting.first else { return try refuse("must be \(Rule.either(rules).noun)") }
        guard fitting.count > 1 else { return try check(first) }
        // Several rules fit the kind: the one with the fewest objections speaks.
        let start = self
        var best: Checker?
        for rule in fitting {
            var attempt = start
            try attempt.check(rule)
            if attempt.violations.count < best?.violations.count ?? .max { best = attempt }
        }
        if let best { self = best }
    }

    private static func phrase(_ limits: ClosedRange<Int>) -> String {
        switch (limits.lowerBound, limits.upperBound) {
        case (.min, .max): "a whole number"
        case (let low, .max): "at least \(low)"
        case (.min, let high): "at most \(high)"
        case (let low, let high): "from \(low) to \(high)"
        }
    }

    private static func phrase(_ limits: ClosedRange<Double>) -> String {
        let low = JSON.number(limits.lowerBound).text
        let high = JSON.number(limits.upperBound).text
        return switch (limits.lowerBound.isFinite, limits.upperBound.isFinite) {
        case (false, false): "a number"
        case (true, false): "at least \(low)"
        case (false, true): "at most \(high)"
        case (true, true): "from \(low) to \(high)"
        }
    }
}
