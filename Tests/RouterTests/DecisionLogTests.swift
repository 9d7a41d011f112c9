import Providers
import Testing

@testable import Router

@Suite struct `Decisions in the log` {
    private func facts(_ reason: StopReason) -> [String: String] { reason.facts(of: "alpha").mapValues { "\($0)" } }

    private func facts(_ reason: StartReason) -> [String: String] { reason.facts(of: "alpha").mapValues { "\($0)" } }

    @Test func `an eviction says for whom, and how long the model was idle`() {
        let expected = ["model": "alpha", "reason": "evicted", "for": "beta", "idle_ms": "1500.0"]
        #expect(facts(.evicted(for: "beta", idle: .milliseconds(1500))) == expected)
    }

    @Test(
        arguments: [
            (.drained(for: "beta"), "drained", "beta"), (.unwanted(for: "beta"), "unwanted", "beta"),
            (.memory, "memory", nil), (.idle, "idle", nil), (.unload, "unload", nil), (.outdated, "outdated", nil),
            (.shutdown, "shutdown", nil),
        ] as [(StopReason, String, String?)]
    )
    func `a stop says why in a word, and for whom if for anybody`(reason: StopReason, word: String, other: String?) {
        var expected = ["model": "alpha", "reason": word]
        expected["for"] = other
        #expect(facts(reason) == expected)
    }

    @Test func `a start says whose place it takes`() {
        #expect(facts(.freeSlot) == ["model": "alpha", "reason": "free slot"])
        #expect(facts(.replacing("beta")) == ["model": "alpha", "reason": "replacing", "replaced": "beta"])
    }
}
