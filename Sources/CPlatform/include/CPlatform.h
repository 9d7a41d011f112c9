#ifndef PADDOCK_CPLATFORM_H
#define PADDOCK_CPLATFORM_H

/// A program whose first argument is this word becomes another one before its own `main` is reached, on Linux: the second
/// argument is its parent's process number, the third the path of the other program, and the rest is that one's words.
/// The kernel ends it with SIGKILL when its parent ends.
extern const char *const paddock_launch_word;

/// A moment, in seconds and nanoseconds since the start of 1970, UTC.
typedef struct {
    long seconds;
    long nanoseconds;
} paddock_moment;

/// The time of day. Here because a release build of Swift does not see the members of `timespec` in every module.
paddock_moment paddock_wall_clock(void);

#endif
