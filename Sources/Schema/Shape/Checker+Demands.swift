extension Checker {
    /// Checks what is demanded of several fields together, and notes what is not yet noted of each by itself.
    mutating func checkDemands(of shape: ShapeRule, _ found: FoundFields, from start: Mark) throws(JSONError) {
        let end = mark
        for check in shape.checks {
            switch check {
            case .rule(let rule):
                scanner = start.scanner
                let count = violations.count
                try self.check(rule)
                guard violations.count > count, found.faulty != ShapeRule.Set() else { continue }
                // What is wrong by itself says nothing of the others.
                let prefix = place.isEmpty ? "" : place + "."
                let places = shape.fields.indices.filter(found.faulty.contains).map { prefix + shape.fields[$0].key }
                if violations[count...].contains(where: { one in places.contains { one.isWithin($0) } }) {
                    violations.removeSubrange(count...)
                }
            case .tag(let tag, let ways):
                guard !found.faulty.contains(tag), let way = way(among: ways, named: found.values[tag]) else {
                    continue
                }
                if let substitute = way.substitute, found.values[substitute] != nil { continue }
                for (place, rule) in way.needs { try checkNeed(of: shape.fields[place], rule, at: found.values[place]) }
            case .question(let place, let question):
                guard let value = found.values[place] else { continue }
                let count = violations.count
                let faults = question(json(at: value)) { key in
                    shape.fields.firstIndex { $0.key == key }.flatMap { found.values[$0] }.map { json(at: $0) }
                }
                for fault in faults { note(inside: .name(fault.place), fault.text) }
                keepNews(from: count)
            }
        }
        scanner = end.scanner
        absent.removeSubrange(end.absent...)
    }

    private func way(among ways: [DemandCheck.Way], named name: Range<Int>?) -> DemandCheck.Way? {
        guard let name else { return ways.first(where: \.isDefault) }
        let bytes = UnsafeRawBufferPointer(rebasing: scanner.bytes[name])
        guard bytes.contains(UInt8(ascii: "\\")) else {
            return ways.first { $0.names.contains { $0.elementsEqual(bytes) } }
        }
        let plain = json(at: name).bytes
        return ways.first { $0.names.contains(plain) }
    }

    private mutating func checkNeed(of field: FieldRule, _ rule: Rule, at value: Range<Int>?) throws(JSONError) {
        guard let value else {
            if !field.isRequired { note(inside: .name(field.key), "is required") }
            return
        }
        if case .any = rule { return }
        let count = violations.count
        scanner = JSONScanner(scanner.bytes, at: value.lowerBound)
        steps.append(.name(field.key))
        try check(rule)
        steps.removeLast()
        keepNews(from: count)
    }

    /// Takes back what has been noted of places of which, or of what surrounds them, something had been noted before.
    private mutating func keepNews(from count: Int) {
        guard violations.count > count else { return }
        let known = violations[..<count]
        let news = violations[count...].filter { one in !known.contains { one.isWithin($0.place) } }
        violations.replaceSubrange(count..., with: news)
    }

    private func json(at value: Range<Int>) -> JSON {
        // What has been scanned can be read.
        (try? JSON(parsing: UnsafeRawBufferPointer(rebasing: scanner.bytes[value]))) ?? .null
    }
}

extension Violation {
    /// Whether it stands at a place, or inside of what stands there.
    fileprivate func isWithin(_ other: String) -> Bool {
        place.hasPrefix(other)
            && (place.count == other.count || ".[".contains(place.dropFirst(other.count).first ?? " "))
    }
}
