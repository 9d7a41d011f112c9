import Schema
import Testing

@testable import paddock

@Suite struct `Counters of an answer` {
    @Test func `counters are told with their rates`() {
        let line: JSON = [
            "total_duration": 1_234_567_890, "load_duration": 2_040_000, "prompt_eval_count": 26,
            "prompt_eval_duration": 130_000_000, "eval_count": 7, "eval_duration": 2_000_000_000,
        ]
        #expect(
            Counters(line).text == """
                total duration:          1.23 s
                load duration:           2.0 ms
                prompt eval count:       26 tokens
                prompt eval duration:    130.0 ms
                prompt eval rate:        200.00 tokens/s
                eval count:              7 tokens
                eval duration:           2.00 s
                eval rate:               3.50 tokens/s

                """
        )
    }

    @Test func `a counter that is not told is left out`() {
        #expect(Counters(["eval_count": 3]).text == "eval count:    3 tokens\n")
    }

    @Test func `digits behind the point keep their zeros`() {
        #expect(Counters.rounded(3.04999, digits: 2) == "3.05")
        #expect(Counters.rounded(0.996, digits: 2) == "1.00")
        #expect(Counters.rounded(12.01, digits: 1) == "12.0")
    }
}
