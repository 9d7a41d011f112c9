extension Checker {
    mutating func checkShape(_ shape: ShapeRule) throws(JSONError) {
        let start = mark
        var seen = ShapeRule.Set()
        var found = shape.checks.isEmpty ? nil : FoundFields(of: shape)
        var unknown: [Range<Int>] = []
        try checkMembers { (checker, key, kind) throws(JSONError) in
            guard let place = checker.place(of: key, in: shape) else {
                if !shape.keepsUnknown { unknown.append(key) }
                _ = try checker.scanner.value(depth: checker.steps.count)
                return true
            }
            seen.insert(place)
            if shape.fields[place].canBeLeftOut(as: kind) {
                _ = try checker.scanner.value()
                found?.values[place] = nil
                return false
            }
            let (count, start) = (checker.violations.count, checker.scanner.position)
            try checker.check(shape.fields[place].rule)
            found?.values[place] = start..<checker.scanner.position
            if checker.violations.count > count {
                found?.faulty.insert(place)
                checker.word(from: count, as: shape.fields[place].mistake)
            }
            return true
        }
        for key in unknown {
            let nearest = NearestName.of(text(of: key), among: shape.fields.map(\.key))
            note(inside: .key(key), "is not a known key" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
        }
        if !seen.isSuperset(of: shape.required) {
            for (place, field) in shape.fields.enumerated() where field.isRequired && !seen.contains(place) {
                note(inside: .name(field.key), "is required")
            }
        }
        if let found { try checkDemands(of: shape, found, from: start) }
    }

    /// Gives what has been noted about one field the sentence that its dialect has for it.
    private mutating func word(from first: Int, as sentence: String?) {
        guard let sentence, violations[first].sentence == nil else { return }
        violations.removeSubrange((first + 1)...)
        violations[first].sentence = sentence
    }

    /// Checks every member with what is told for it: the place of its key, and the kind of its value.
    ///
    /// - Parameter check: Tells whether the member is more than one that has been left out.
    /// - Throws: ``JSONError`` when the text is no object.
    mutating func checkMembers(
        _ check: (inout Checker, Range<Int>, JSONScanner.Kind) throws(JSONError) -> Bool
    ) throws(JSONError) {
        try scanner.open(UInt8(ascii: "{"), depth: steps.count)
        if steps.isEmpty { outline = Outline(start: scanner.position) }
        // Where the last member ends that counts, and where those begin behind it that do not.
        var (end, gap) = (scanner.position, Int?.none)
        guard !scanner.take(UInt8(ascii: "}")) else { return }
        repeat {
            let key = try scanner.string()
            let quote = key.lowerBound - 1
            try scanner.expect(UInt8(ascii: ":"))
            let kind = try scanner.kind()
            let start = scanner.position
            steps.append(.key(key))
            let counts = try check(&self, key, kind)
            steps.removeLast()
            if counts {
                if let gap { absent.append(gap..<quote) }
                (end, gap) = (scanner.position, nil)
            } else {
                gap = gap ?? quote
            }
            if steps.isEmpty { outline.members.append(.init(key: text(of: key), value: start..<scanner.position)) }
        } while scanner.take(UInt8(ascii: ","))
        if gap != nil { absent.append(end..<scanner.position) }
        try scanner.expect(UInt8(ascii: "}"))
    }

    private func place(of key: Range<Int>, in shape: ShapeRule) -> Int? {
        let bytes = UnsafeRawBufferPointer(rebasing: scanner.bytes[key])
        // Nearly every key is plain; it is compared without becoming a text first.
        guard bytes.contains(UInt8(ascii: "\\")) else { return shape.place(of: bytes) }
        return shape.fields.firstIndex { $0.key == text(of: key) }
    }
}
