import Translate

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The time of day, which the standard library does not have.
enum WallClock {
    /// This moment.
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }
}
