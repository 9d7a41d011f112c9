import Testing
import Translate

@Suite struct `Timestamps` {
    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59Z"),
        (-86_400, 500_000_000, "1969-12-31T00:00:00.5Z"), (-2_203_891_200, 0, "1900-03-01T00:00:00Z"),
        (951_782_399, 0, "2000-02-28T23:59:59Z"), (951_782_400, 0, "2000-02-29T00:00:00Z"),
        (951_868_800, 0, "2000-03-01T00:00:00Z"), (1_709_164_800, 0, "2024-02-29T00:00:00Z"),
        (1_735_689_599, 0, "2024-12-31T23:59:59Z"), (4_107_542_399, 0, "2100-02-28T23:59:59Z"),
        (4_107_542_400, 0, "2100-03-01T00:00:00Z"), (11_044_857_599, 999_999_999, "2319-12-31T23:59:59.999999999Z"),
    ])
    func `know leap years, and the time before 1970`(_ seconds: Int, _ nanoseconds: Int, _ text: String) {
        #expect(Timestamp(seconds: seconds, nanoseconds: nanoseconds).description == text)
    }

    @Test(arguments: [
        (250_000_000, ".25"), (1, ".000000001"), (100_000_000, ".1"), (120_340_000, ".12034"), (10, ".00000001"),
        (999_999_999, ".999999999"), (0, ""),
    ])
    func `leave out the zeros at a fraction's end`(_ nanoseconds: Int, _ fraction: String) {
        let moment = Timestamp(seconds: 1_787_304_600, nanoseconds: nanoseconds)
        #expect(moment.description == "2026-08-21T09:30:00\(fraction)Z")
    }

    @Test(arguments: [
        (1200, 3, 100_000_000), (100, 2, 0), (0, 1, 900_000_000), (-1900, 0, 0), (-2000, -1, 900_000_000),
        (-3950, -3, 950_000_000),
    ])
    func `carry the nanoseconds over, forwards and back`(_ milliseconds: Int, _ seconds: Int, _ nanoseconds: Int) {
        let moment = Timestamp(seconds: 1, nanoseconds: 900_000_000).adding(.milliseconds(milliseconds))
        #expect(moment == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    }
}
