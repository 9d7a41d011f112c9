extension Checker {
    /// Checks by the rule that is meant, as far as the kind of value tells; a tagged object tells by its tag.
    mutating func checkEither(_ rules: [Rule], _ kind: JSONScanner.Kind) throws(JSONError) {
        guard let first = rules.firstIndex(where: { $0.admits(kind) }) else {
            return try refuse("must be \(Rule.either(rules).noun)")
        }
        guard let second = rules[(first + 1)...].firstIndex(where: { $0.admits(kind) }) else {
            return try check(rules[first])
        }
        // Several rules fit the kind: the one with the fewest objections speaks, and before all to no tag.
        let start = mark
        var best: Attempt?
        for index in [first] + (second..<rules.count) where index == first || rules[index].admits(kind) {
            try check(rules[index])
            if violations.count == start.violations { return }
            let attempt = takeBack(to: start)
            if best.map({ attempt.objections < $0.objections }) ?? true { best = attempt }
        }
        if let best { accept(best) }
    }
}

extension Checker {
    /// How far the check has come.
    struct Mark {
        let scanner: JSONScanner
        let violations: Int
        let absent: Int
        let mismatches: Int
    }

    var mark: Mark {
        Mark(scanner: scanner, violations: violations.count, absent: absent.count, mismatches: mismatches)
    }

    /// What a check by one of several rules has found.
    struct Attempt {
        let end: JSONScanner
        let violations: [Violation]
        let absent: [Range<Int>]
        let mismatches: Int

        var objections: (Int, Int) { (mismatches, violations.count) }
    }

    /// Goes back to where an attempt began.
    private mutating func takeBack(to start: Mark) -> Attempt {
        let attempt = Attempt(
            end: scanner,
            violations: Array(violations[start.violations...]),
            absent: Array(absent[start.absent...]),
            mismatches: mismatches - start.mismatches
        )
        scanner = start.scanner
        violations.removeSubrange(start.violations...)
        absent.removeSubrange(start.absent...)
        mismatches = start.mismatches
        return attempt
    }

    private mutating func accept(_ attempt: Attempt) {
        scanner = attempt.end
        violations += attempt.violations
        absent += attempt.absent
        mismatches += attempt.mismatches
    }
}
