#ifndef PADDOCK_CPLATFORM_H
#define PADDOCK_CPLATFORM_H

/// Asks the kernel to end the calling process with SIGKILL when its parent ends.
/// Returns 0, or -1 where the system has no such thing (macOS).
int paddock_die_with_parent(void);

/// A moment, in seconds and nanoseconds since the start of 1970, UTC.
typedef struct {
    long seconds;
    long nanoseconds;
} paddock_moment;

/// The time of day. Here because a release build of Swift does not see the members of `timespec` in every module.
paddock_moment paddock_wall_clock(void);

#endif
