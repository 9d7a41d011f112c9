import Testing

@testable import paddock

@Suite struct `Moments` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-08-21T09:30:00.25Z", 1_787_304_600),
        ("2026-08-21T11:30:00.123456789+02:00", 1_787_304_600), ("2026-08-21t04:00:00-05:30", 1_787_304_600),
        ("2000-02-29T23:59:59Z", 951_868_799), ("2319-01-01T00:00:00Z", 11_013_321_600), ("1969-12-31T23:59:59Z", -1),
    ])
    func `moments are read as RFC 3339 spells them`(text: String, seconds: Int) {
        #expect(Moment(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "today", "2026-08-21", "2026-08-21T09:30:00", "2026-13-21T09:30:00Z", "2026-08-21T09:30:00+2",
    ])
    func `anything else is no moment`(text: String) {
        #expect(Moment(text) == nil)
    }

    @Test(arguments: [
        (0, "0 seconds ago"), (-1, "1 second ago"), (-119, "119 seconds ago"), (-120, "2 minutes ago"),
        (299, "5 minutes from now"),
        (-3 * 3600, "3 hours ago"), (-47 * 3600, "47 hours ago"), (-48 * 3600, "2 days ago"),
        (-20 * 86400, "3 weeks ago"),
        (-100 * 86400, "3 months ago"), (-1000 * 86400, "3 years ago"),
    ])
    func `distances are told in the unit that people would choose`(seconds: Int, words: String) {
        let now = Moment(seconds: 1_787_304_600)
        #expect(Moment(seconds: now.seconds + seconds).relative(to: now) == words)
    }
}
