/// How the first value of a text is to be changed so that the keys that a rule knows are spelled as the rule has them.
///
/// It is for dialects whose servers match keys without regard to letter case and read no further than one value. Keys
/// of free maps stay as they are.
package struct Respelling {
    /// Where the first value stands.
    package private(set) var value = 0..<0
    /// The keys to change, quotes not counted, in the order of the text; none in nearly every text.
    private var changes: [(place: Range<Int>, key: String)] = []
    private let spared: Set<String>

    /// Looks for keys that are spelled in another letter case.
    ///
    /// - Parameters:
    ///   - bytes: The text; what stands behind its first value is not looked at.
    ///   - rule: What the value should be.
    ///   - spared: The names of shapes whose keys stay as they are.
    /// - Throws: ``JSONError`` when the text does not begin with a value of JSON.
    package init(of bytes: UnsafeRawBufferPointer, by rule: Rule, sparing spared: Set<String>) throws(JSONError) {
        self.spared = spared
        var scanner = JSONScanner(bytes)
        _ = try scanner.kind()
        let start = scanner.position
        try visit(&scanner, rule.alternatives, depth: 0)
        value = start..<scanner.position
    }

    /// Whether all keys are spelled as the rule has them.
    package var isEmpty: Bool { changes.isEmpty }

    /// The first value of the text, with its keys changed.
    package func apply(to bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(value.count)
        var position = value.lowerBound
        for change in changes {
            result.append(contentsOf: bytes[position..<change.place.lowerBound])
            result.append(contentsOf: change.key.utf8)
            position = change.place.upperBound
        }
        return result + bytes[position..<value.upperBound]
    }

    private mutating func visit(_ scanner: inout JSONScanner, _ rules: [Rule], depth: Int) throws(JSONError) {
        let kind = try scanner.kind()
        let rules = rules.filter { $0.admits(kind) }
        switch kind {
        case .object where !rules.isEmpty:
            let fields = rules.flatMap { $0.fields(except: spared) }
            let elements = rules.flatMap(\.elements)
            try scanner.open(UInt8(ascii: "{"), depth: depth)
            guard !scanner.take(UInt8(ascii: "}")) else { return }
            repeat {
                let key = try scanner.string()
                try scanner.expect(UInt8(ascii: ":"))
                let known = fields.isEmpty ? elements : self.rules(at: key, of: scanner.bytes, among: fields)
                try visit(&scanner, known, depth: depth + 1)
            } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "}"))
        case .array where !rules.isEmpty:
            let elements = rules.flatMap(\.elements)
            try scanner.open(UInt8(ascii: "["), depth: depth)
            guard !scanner.take(UInt8(ascii: "]")) else { return }
            repeat { try visit(&scanner, elements, depth: depth + 1) } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "]"))
        default: _ = try scanner.value(depth: depth)
        }
    }

    /// What the member with this key should be, nothing if no field is meant; notes the key if it is to be changed.
    private mutating func rules(
        at place: Range<Int>,
        of bytes: UnsafeRawBufferPointer,
        among fields: [FieldRule]
    ) -> [Rule] {
        let key = JSONText.unescape(UnsafeRawBufferPointer(rebasing: bytes[place]))
        if let field = fields.first(where: { $0.key == key }) { return field.rule.alternatives }
        let folded = key.lowercased()
        guard let field = fields.first(where: { $0.key.lowercased() == folded }) else { return [] }
        changes.append((place, field.key))
        return field.rule.alternatives
    }
}

extension Rule {
    /// The rules that it is one of.
    fileprivate var alternatives: [Rule] {
        guard case .either(let rules) = self else { return [self] }
        return rules.flatMap(\.alternatives)
    }

    /// What the elements of a list, or the values of a free map, should be.
    fileprivate var elements: [Rule] {
        switch self {
        case .list(let element, _), .map(let element): element.alternatives
        default: []
        }
    }

    /// The known fields of an object.
    fileprivate func fields(except spared: Set<String>) -> [FieldRule] {
        guard case .shape(let shape) = self, !spared.contains(shape.name) else { return [] }
        return shape.fields
    }
}
