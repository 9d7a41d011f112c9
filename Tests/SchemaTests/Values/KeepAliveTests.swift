import Schema
import Testing

@Suite struct `Keep alive` {
    /// Source: Ollama, `api/types.go`, `Duration.UnmarshalJSON`.
    @Test(arguments: [
        ("300", KeepAlive.duration(.seconds(300))), ("0.5", .duration(.milliseconds(500))), ("0", .duration(.zero)),
        ("-1", .forever), ("-0.5", .forever), (#""5m""#, .duration(.seconds(300))),
        (#""24h""#, .duration(.seconds(86_400))),
        (#""0""#, .duration(.zero)), (#""0s""#, .duration(.zero)), (#""-1m""#, .forever), (#""-1s""#, .forever),
        ("1e300", .duration(.seconds(9_200_000_000))),
    ])
    func `is a number of seconds or a duration, and forever below zero`(_ text: String, _ expected: KeepAlive) throws {
        #expect(try KeepAlive.rule.violations(in: text).isEmpty)
        #expect(KeepAlive(json: try JSON(parsing: text)) == expected)
    }

    @Test(arguments: [
        ("true", "must be a number or a text"), ("[]", "must be a number or a text"),
        (#""5""#, #"time: missing unit in duration "5""#), (#""1d""#, #"time: unknown unit "d" in duration "1d""#),
        (#""""#, #"time: invalid duration """#), (#""forever""#, #"time: invalid duration "forever""#),
    ])
    func `is refused in the words of Ollama's server`(_ text: String, _ sentence: String) throws {
        #expect(try KeepAlive.rule.violations(in: text) == [sentence])
        #expect(KeepAlive(json: try JSON(parsing: text)) == nil)
    }

    @Test(arguments: [KeepAlive.forever, .duration(.zero), .duration(.seconds(300)), .duration(.milliseconds(1))])
    func `survives writing`(_ value: KeepAlive) {
        #expect(KeepAlive(json: value.json) == value)
    }
}
