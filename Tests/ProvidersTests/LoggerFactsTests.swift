import Logging
import Testing

@testable import Providers

@Suite struct `Facts in the log` {
    @Test(
        arguments: [
            (.zero, "0.0"), (.nanoseconds(740_493), "0.74"), (.seconds(0.289148702), "289.149"),
            (.seconds(300), "300000.0"),
        ] as [(Duration, String)]
    )
    func `a span of time is a number of milliseconds, to a thousandth`(span: Duration, text: String) {
        #expect("\(Logger.MetadataValue.milliseconds(span))" == text)
    }

    @Test func `names stand with commas between them, and no names are no fact`() {
        var facts: Logger.Metadata = [:]
        facts["added"] = .names([ModelID("a"), ModelID("b")])
        facts["removed"] = .names([ModelID]())
        #expect(facts == ["added": "a,b"])
    }
}
