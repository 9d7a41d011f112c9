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
        try visit(&scanner, rule, depth: 0)
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

    private mutating func visit(_ scanner: inout JSONScanner, _ rule: Rule, depth: Int) throws(JSONError) {
        let kind = try scanner.kind()
        switch (rule, kind) {
        case (.shape(let shape), .object) where !spared.contains(shape.name):
            try visitMembers(&scanner, of: shape.fields, depth: depth)
        case (.map(let element), .object):
            try scanner.open(UInt8(ascii: "{"), depth: depth)
            guard !scanner.take(UInt8(ascii: "}")) else { return }
            repeat {
                _ = try scanner.string()
                try scanner.expect(UInt8(ascii: ":"))
                try visit(&scanner, element, depth: depth + 1)
            } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "}"))
        case (.list(let element, _), .array):
            try scanner.open(UInt8(ascii: "["), depth: depth)
            guard !scanner.take(UInt8(ascii: "]")) else { return }
            repeat { try visit(&scanner, element, depth: depth + 1) } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "]"))
        case (.either(let rules), .object), (.either(let rules), .array):
            let fitting = rules.filter { $0.admits(kind) }
            guard fitting.count > 1, kind == .object else {
                return try visit(&scanner, fitting.first ?? .any, depth: depth)
            }
            // Objects of several shapes are told apart by their keys, so each may have those of all.
            try visitMembers(&scanner, of: fitting.flatMap { $0.fields(except: spared) }, depth: depth)
        default: _ = try scanner.value(depth: depth)
        }
    }

    private mutating func visitMembers(
        _ scanner: inout JSONScanner,
        of fields: [FieldRule],
        depth: Int
    ) throws(JSONError) {
        try scanner.open(UInt8(ascii: "{"), depth: depth)
        guard !scanner.take(UInt8(ascii: "}")) else { return }
        repeat {
            let key = try scanner.string()
            try scanner.expect(UInt8(ascii: ":"))
            let field = field(named: key, in: scanner.bytes, among: fields)
            try visit(&scanner, field?.rule ?? .any, depth: depth + 1)
        } while scanner.take(UInt8(ascii: ","))
        try scanner.expect(UInt8(ascii: "}"))
    }

    /// The field that is meant by a key; notes the key if it is to be changed.
    private mutating func field(
        named place: Range<Int>,
        in text: UnsafeRawBufferPointer,
        among fields: [FieldRule]
    ) -> FieldRule? {
        let bytes = UnsafeRawBufferPointer(rebasing: text[place])
        // Nearly every key is spelled as it should be; it is compared without becoming a text first.
        let exact = fields.first { $0.key.utf8.count == bytes.count && $0.key.utf8.elementsEqual(bytes) }
        if let exact { return exact }
        let key = JSONText.unescape(bytes)
        let folded = key.lowercased()
        let meant = fields.first { $0.key == key } ?? fields.first { $0.key.lowercased() == folded }
        guard let meant else { return nil }
        changes.append((place, meant.key))
        return meant
    }
}

extension Rule {
    /// The known fields of an object.
    fileprivate func fields(except spared: Set<String>) -> [FieldRule] {
        guard case .shape(let shape) = self, !spared.contains(shape.name) else { return [] }
        return shape.fields
    }
}
