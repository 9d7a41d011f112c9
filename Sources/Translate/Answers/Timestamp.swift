/// A moment of the day, spelled as RFC 3339 does, in UTC.
package struct Timestamp: Hashable, Sendable, CustomStringConvertible {
    private let seconds: Int
    private let nanoseconds: Int

    /// A moment, from the start of 1970.
    ///
    /// - Parameters:
    ///   - seconds: Whole seconds; below zero before 1970.
    ///   - nanoseconds: What is left, 0 to 999,999,999.
    package init(seconds: Int, nanoseconds: Int) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// This much later.
    package func adding(_ duration: Duration) -> Timestamp {
        let (more, attoseconds) = duration.components
        let sum = nanoseconds + Int(attoseconds / 1_000_000_000)
        return Timestamp(seconds: seconds + Int(more) + sum / 1_000_000_000, nanoseconds: sum % 1_000_000_000)
    }

    /// `2026-08-21T09:30:00.25Z`: trailing zeros of the fraction are left out.
    package var description: String {
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let time = seconds - days * 86400
        let (year, month, day) = Self.date(ofDay: days)
        let clock = "\(Self.padded(time / 3600, 2)):\(Self.padded(time / 60 % 60, 2)):\(Self.padded(time % 60, 2))"
        var fraction = nanoseconds == 0 ? "" : "." + Self.padded(nanoseconds, 9)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T\(clock)\(fraction)Z"
    }

    /// Year, month and day of a number of days since 1970.
    ///
    /// Years are counted from March, so that the leap day is the last one, and in eras of 400 years, which all have
    /// the same length.
    private static func date(ofDay day: Int) -> (Int, Int, Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
