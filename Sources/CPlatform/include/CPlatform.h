#ifndef PADDOCK_CPLATFORM_H
#define PADDOCK_CPLATFORM_H

#include <sys/types.h>

/// Asks the kernel to end the calling process with SIGKILL when its parent ends.
/// Returns 0, or -1 where the system has no such thing (macOS).
int paddock_die_with_parent(void);

#endif
