/// A moment of the day, spelled as RFC 3339 does, in UTC.
package struct Timestamp: Hashable, Sendable, CustomStringConvertible {
    let seconds: Int
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

    /// This much later, or earlier for a duration below zero.
    package func adding(_ duration: Duration) -> Timestamp {
        let (more, attoseconds) = duration.components
        let sum = nanoseconds + Int(attoseconds / 1_000_000_000)
        let carry = sum < 0 ? -1 : sum / 1_000_000_000
        return Timestamp(seconds: seconds + Int(more) + carry, nanoseconds: sum - carry * 1_000_000_000)
    }

    /// `2026-08-21T09:30:00.25Z`: trailing zeros of the fraction are left out.
    package var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds the spelling to a buffer.
    ///
    /// Every line of a stream has one. The digits are put into their places, for to append them one by one would take
    /// five times as long.
    package func write(to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append("0000-00-00T00:00:00.000000000")
        let zeros = buffer.withUnsafeMutableBufferPointer { buffer in
            let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
            let time = seconds - days * 86400
            let (year, month, day) = Self.date(ofDay: days)
            let text = UnsafeMutableBufferPointer(rebasing: buffer[start...])
            Self.put(year, in: 0..<4, of: text)
            Self.put(month, in: 5..<7, of: text)
            Self.put(day, in: 8..<10, of: text)
            Self.put(time / 3600, in: 11..<13, of: text)
            Self.put(time / 60 % 60, in: 14..<16, of: text)
            Self.put(time % 60, in: 17..<19, of: text)
            Self.put(nanoseconds, in: 20..<29, of: text)
            return text.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        }
        // Without a fraction its point goes too.
        buffer.removeLast(nanoseconds > 0 ? zeros : 10)
        buffer.append(UInt8(ascii: "Z"))
    }

    private static func put(_ number: Int, in places: Range<Int>, of text: UnsafeMutableBufferPointer<UInt8>) {
        var rest = number
        for place in places.reversed() {
            text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
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
}
