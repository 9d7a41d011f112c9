import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Thousands of random worlds; `PADDOCK_SEED=7 swift test --filter PoolSimulation` prints and replays the one of seed 7.
@Suite struct `Pool simulation` {
    private static let seedsPerBlock: UInt64 = 1_000

    private static var replayedSeed: UInt64? { getenv("PADDOCK_SEED").flatMap { UInt64(String(cString: $0)) } }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `keeps every promise in a thousand random worlds`(_ block: UInt64) {
        for seed in block * Self.seedsPerBlock..<(block + 1) * Self.seedsPerBlock {
            guard run(seed) else { return }
        }
    }

    @Test(.enabled(if: replayedSeed != nil))
    func `keeps every promise in the world of PADDOCK_SEED`() throws {
        _ = run(try #require(Self.replayedSeed), traces: true)
    }

    @Test func `comes to every kind of decision`() {
        var decisions: Set<String> = []
        for seed in 0..<500 as Range<UInt64> {
            var world = PoolSimulation(seed: seed)
            try? world.run()
            decisions.formUnion(world.decisions)
        }
        let expected: Set = [
            "start", "grant", "stop: evicted", "stop: drained", "stop: unwanted", "stop: idle", "stop: unload",
            "stop: shutdown", "refuse: queueFull", "refuse: timedOut", "refuse: allPinned", "refuse: failedToLoad",
            "refuse: shuttingDown", "refuse: tooLarge", "refuse: failing", "refuse: removed", "call off", "inspect",
            "read ahead", "examine", "stop: outdated",
        ]
        #expect(decisions == expected)
    }

    private func run(_ seed: UInt64, traces: Bool = false) -> Bool {
        var world = PoolSimulation(seed: seed, traces: traces)
        do {
            try world.run()
            return true
        } catch {
            if traces { print(world.state) }
            Issue.record("PADDOCK_SEED=\(seed): after \(error.time) ms: \(error.promise)")
            return false
        }
    }
}
