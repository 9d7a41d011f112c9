#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The time of day, which the standard library does not have.
enum WallClock {
    /// Seconds and nanoseconds since the start of 1970, UTC.
    static var now: (seconds: Int, nanoseconds: Int) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (time.tv_sec, time.tv_nsec)
    }
}
