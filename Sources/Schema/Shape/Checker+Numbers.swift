extension Checker {
    mutating func checkInteger(_ limits: ClosedRange<Int>) throws(JSONError) {
        guard let value = try JSON(reading: &scanner).int else { return note("must be a whole number") }
        guard limits.contains(value) else { return note("must be \(Self.phrase(limits))") }
    }

    mutating func checkNumber(_ limits: ClosedRange<Double>) throws(JSONError) {
        guard let value = try JSON(reading: &scanner).double, limits.contains(value) else {
            return note("must be \(Self.phrase(limits))")
        }
    }

    mutating func checkText(_ rule: TextRule) throws(JSONError) {
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
            mismatches += 1
            note("must be one of \(choices.joined(separator: ", "))")
        }
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
