import CPlatform

/// A moment, to the second.
struct Moment: Hashable, Sendable {
    /// Seconds since the start of 1970, UTC.
    let seconds: Int

    /// Takes seconds since the start of 1970.
    init(seconds: Int) {
        self.seconds = seconds
    }

    /// This moment.
    static var now: Moment { Moment(seconds: paddock_wall_clock().seconds) }

    /// Reads `2026-08-21T09:30:00.25Z`, or with an offset such as `+02:00`; `nil` for anything else.
    ///
    /// Source: RFC 3339.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t") else { return nil }
        func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), 1...12 ~= month
        else { return nil }
        var zone = bytes[19...]
        if zone.first == UInt8(ascii: ".") { zone = zone.dropFirst().drop { 0x30...0x39 ~= $0 } }
        guard let offset = Self.offset(of: String(decoding: zone, as: UTF8.self)) else { return nil }
        let days = Self.day(year, month, day)
        seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
    }

    private static func offset(of zone: String) -> Int? {
        if zone == "Z" || zone == "z" { return 0 }
        let parts = zone.dropFirst().split(separator: ":")
        guard let sign = zone.first, "+-".contains(sign), parts.count == 2, let hours = Int(parts[0]),
            let minutes = Int(parts[1])
        else { return nil }
        return (hours * 60 + minutes) * (sign == "-" ? -60 : 60)
    }

    /// The number of days from 1970 to a date.
    ///
    /// Years are counted from March, so that the leap day is the last one, and in eras of 400 years, which all have
    /// the same length.
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let yearFromMarch = month > 2 ? year : year - 1
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// How long ago it is, or how far ahead, for people: `3 hours ago`, `4 minutes from now`.
    func relative(to now: Moment) -> String {
        let distance = seconds - now.seconds
        return Self.words(abs(distance)) + (distance > 0 ? " from now" : " ago")
    }

    /// A number of seconds in the largest unit of which there are at least two.
    private static func words(_ seconds: Int) -> String {
        let unit = units.first { seconds >= 2 * $0.size } ?? (1, "second")
        let count = (seconds + unit.size / 2) / unit.size
        return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
    }

    /// In seconds; months and years are those of the mean.
    private static let units: [(size: Int, name: String)] = [
        (31_556_952, "year"), (2_629_746, "month"), (604_800, "week"), (86_400, "day"), (3600, "hour"),
        (60, "minute"),
    ]
}
