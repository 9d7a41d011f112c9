import Schema
import Testing

@Suite struct `Time spans` {
    private static let readable: [(String, Duration)] = [
        ("0", .zero), ("+0", .zero), ("-0", .zero), ("0s", .zero), ("5s", .seconds(5)), ("+5s", .seconds(5)),
        ("-5m", .seconds(-300)), ("300ms", .milliseconds(300)), ("1.5h", .seconds(5400)), ("2h45m", .seconds(9900)),
        ("1h2m3s4ms5us6ns", .seconds(3723) + .nanoseconds(4_005_006)), (".5s", .milliseconds(500)),
        ("5.s", .seconds(5)), ("5.0s", .seconds(5)), ("10us", .microseconds(10)), ("10µs", .microseconds(10)),
        ("10μs", .microseconds(10)), ("0.100000000000000000000h", .seconds(360)),
        ("0.3333333333333333333h", .seconds(1200)),
        ("9223372036854775807ns", .nanoseconds(Int64.max)), ("-2562047h47m16.854775807s", .nanoseconds(-Int64.max)),
        ("1m1m", .seconds(120)), ("007s", .seconds(7)),
    ]

    @Test(arguments: readable)
    func `are read as Go reads them`(_ text: String, _ expected: Duration) throws {
        #expect(try TimeSpan(parsing: text).duration == expected)
    }

    private static let unreadable: [(String, String)] = [
        ("", #"time: invalid duration """#), ("-", #"time: invalid duration "-""#),
        ("s", #"time: invalid duration "s""#),
        (".", #"time: invalid duration ".""#), (".s", #"time: invalid duration ".s""#),
        ("+.s", #"time: invalid duration "+.s""#), (" 5s", #"time: invalid duration " 5s""#),
        ("--5s", #"time: invalid duration "--5s""#), ("1,5s", #"time: unknown unit "," in duration "1,5s""#),
        ("5", #"time: missing unit in duration "5""#), ("1h30", #"time: missing unit in duration "1h30""#),
        ("1.2.3s", #"time: missing unit in duration "1.2.3s""#), ("00", #"time: missing unit in duration "00""#),
        ("5d", #"time: unknown unit "d" in duration "5d""#), ("5 s", #"time: unknown unit " s" in duration "5 s""#),
        ("5S", #"time: unknown unit "S" in duration "5S""#), ("5m-2s", #"time: unknown unit "m-" in duration "5m-2s""#),
        ("9223372036854775808ns", #"time: invalid duration "9223372036854775808ns""#),
        ("9999999999999999999h", #"time: invalid duration "9999999999999999999h""#),
        ("99999999999999999999h", #"time: invalid duration "99999999999999999999h""#),
        ("2562047h47m17s", #"time: invalid duration "2562047h47m17s""#),
        ("5\"\\\n", #"time: unknown unit "\"\\\x0a" in duration "5\"\\\x0a""#),
        ("3é", #"time: unknown unit "\xc3\xa9" in duration "3\xc3\xa9""#),
    ]

    @Test(arguments: unreadable)
    func `are refused in Go's words`(_ text: String, _ sentence: String) {
        let fault = #expect(throws: TimeSpan.Fault.self) { try TimeSpan(parsing: text) }
        #expect(fault?.sentence == sentence)
    }

    private static let written: [(Duration, String)] = [
        (.zero, "0s"), (.seconds(1), "1s"), (.seconds(90), "90s"), (.seconds(300), "5m"), (.seconds(7200), "2h"),
        (.milliseconds(300), "300ms"), (.milliseconds(1500), "1500ms"), (.microseconds(20), "20us"),
        (.nanoseconds(7), "7ns"), (.seconds(-60), "-1m"),
    ]

    @Test(arguments: written)
    func `are written with one unit, and read back the same`(_ duration: Duration, _ text: String) throws {
        #expect(TimeSpan(duration).json == .string(text))
        #expect(TimeSpan(json: TimeSpan(duration).json)?.duration == duration)
    }

    @Test(arguments: [
        ("1.5", Duration.milliseconds(1500)), ("0", .zero), ("1e400", .seconds(9_200_000_000)),
        (#""2m""#, .seconds(120)),
    ])
    func `are taken from numbers of seconds and from texts`(_ json: String, _ expected: Duration) throws {
        #expect(TimeSpan(json: try JSON(parsing: json))?.duration == expected)
    }

    @Test(arguments: [("-1", "must be at least 0"), (#""-1s""#, "must be a duration such as 300ms, 2s or 5m")])
    func `of configuration are never below zero`(_ json: String, _ expected: String) throws {
        #expect(try TimeSpan.rule.violations(in: json) == [expected])
    }
}
