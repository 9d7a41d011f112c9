extension PoolState {
    /// An instant as the pool keeps it.
    ///
    /// The layout of a clock's own instants is hidden from the compiler, which makes copies of everything that holds
    /// one expensive: requests for a running model would cost several times as much.
    struct Moment: Comparable, Sendable {
        /// Where moments are counted from; nothing depends on which instant it is.
        private static let origin = ContinuousClock.now

        private let offset: Duration

        private init(offset: Duration) {
            self.offset = offset
        }

        init(_ instant: Instant) {
            offset = instant - Self.origin
        }

        /// The clock's instant.
        var instant: Instant { Self.origin + offset }

        static func < (one: Moment, other: Moment) -> Bool { one.offset < other.offset }

        static func + (moment: Moment, duration: Duration) -> Moment { Moment(offset: moment.offset + duration) }

        static func - (end: Moment, start: Moment) -> Duration { end.offset - start.offset }
    }
}
