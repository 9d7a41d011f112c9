#include "CPlatform.h"

#include <time.h>

paddock_moment paddock_wall_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (paddock_moment){now.tv_sec, now.tv_nsec};
}

#if defined(__linux__)
#include <signal.h>
#include <sys/prctl.h>

int paddock_die_with_parent(void) {
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}
#else
int paddock_die_with_parent(void) {
    return -1;
}
#endif
