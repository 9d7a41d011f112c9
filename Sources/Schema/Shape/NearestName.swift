/// The known names that somebody may have meant.
package enum NearestName {
    /// The nearest of the known names; `nil` when none is near.
    package static func of(_ name: String, among known: [String]) -> String? {
        known.compactMap { candidate in distance(from: name, to: candidate).map { (candidate, $0) } }
            .min { $0.1 < $1.1 }?.0
    }

    /// How many letters must be added, removed, changed or swapped with their neighbour, whatever their case.
    ///
    /// - Returns: `nil` when so many that nobody would mistake one name for the other.
    package static func distance(from name: String, to known: String) -> Int? {
        let length = name.utf8.count
        let limit = length < 4 ? 1 : max(2, length / 3)
        // Names of very different length are far apart; measuring a hostile one would take long.
        guard abs(length - known.utf8.count) <= limit else { return nil }
        let distance = distance(Array(name.lowercased().utf8), Array(known.lowercased().utf8))
        return distance <= limit ? distance : nil
    }

    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for i in one.indices {
            var row = [i + 1]
            for j in other.indices {
                let changed = last[j] + (one[i] == other[j] ? 0 : 1)
                var best = min(changed, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[other.count]
    }
}
