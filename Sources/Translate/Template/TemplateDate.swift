/// Days, spelled `2026-08-21`.
enum TemplateDate {
    /// The day before; the same text when it is spelled otherwise.
    static func dayBefore(_ date: String) -> String {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return date }
        var (year, month, day) = (parts[0], parts[1], parts[2] - 1)
        if day < 1 {
            (year, month) = month > 1 ? (year, month - 1) : (year - 1, 12)
            day = length(ofMonth: month, year)
        }
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
