import Testing
import Translate

@Suite struct `Timestamps` {
    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00Z"), (951_782_400, 0, "2000-02-29T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59Z"),
        (4_107_542_400, 0, "2100-03-01T00:00:00Z"), (1_787_304_600, 250_000_000, "2026-08-21T09:30:00.25Z"),
        (1_787_304_600, 1, "2026-08-21T09:30:00.000000001Z"),
        (11_017_036_799, 999_999_999, "2319-02-12T23:59:59.999999999Z"),
    ])
    func `are spelled as RFC 3339 wants`(_ seconds: Int, _ nanoseconds: Int, _ text: String) {
        #expect(Timestamp(seconds: seconds, nanoseconds: nanoseconds).description == text)
    }

    @Test func `carry the nanoseconds over`() {
        let later = Timestamp(seconds: 1, nanoseconds: 900_000_000).adding(.milliseconds(1200))
        #expect(later == Timestamp(seconds: 3, nanoseconds: 100_000_000))
    }
}
