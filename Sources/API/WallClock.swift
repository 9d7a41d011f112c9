import CPlatform
import Translate

/// The time of day, which the standard library does not have.
enum WallClock {
    /// This moment.
    static var now: Timestamp {
        let moment = paddock_wall_clock()
        return Timestamp(seconds: moment.seconds, nanoseconds: moment.nanoseconds)
    }

    /// The time since 1970, as files have it.
    static var sinceEpoch: Duration {
        let moment = paddock_wall_clock()
        return .seconds(moment.seconds) + .nanoseconds(moment.nanoseconds)
    }
}
