import Synchronization

/// Measures one run of a child, from its estimate on.
final class FootprintMeter: Sendable {
    private let estimate: Footprint
    private let state: Mutex<(footprint: Footprint, count: Int)>

    /// A run that has served for less time has not shown what it takes.
    private static let leastMeasurements = 3

    init(from estimate: Footprint) {
        self.estimate = estimate
        state = Mutex((estimate, 0))
    }

    /// What the child takes, as far as is known now.
    func measure(_ processID: Int32) -> Footprint {
        let resident = ResidentMemory(of: processID)
        return state.withLock { state in
            guard let resident else { return state.footprint }
            state.footprint = state.footprint.grown(to: resident)
            state.count += 1
            return state.footprint
        }
    }

    /// What is worth remembering; `nil` when the child ran too short a time.
    var learned: Footprint? {
        state.withLock { $0.count >= Self.leastMeasurements ? $0.footprint : nil }
    }
}
