// What the stub and the load client share: buffers, sockets, the clock.
#include <stdarg.h>
#include <sys/resource.h>

struct buffer {
    char *bytes;
    size_t length, room;
};

static inline void reserve(struct buffer *b, size_t room) {
    if (b->room >= room) return;
    b->room = room * 2;
    b->bytes = realloc(b->bytes, b->room);
    if (!b->bytes) abort();
}

static inline void put(struct buffer *b, const char *bytes, size_t length) {
    reserve(b, b->length + length);
    memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
}

static inline void put_format(struct buffer *b, const char *format, ...) {
    char text[512];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    put(b, text, length);
}

static inline void drop(struct buffer *b, size_t length) {
    memmove(b->bytes, b->bytes + length, b->length - length);
    b->length -= length;
}

static inline uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

// The number behind a header's name, which is written small and with its colon; 0 when there is none.
static inline size_t head_number(const char *head, size_t length, const char *name) {
    size_t name_length = strlen(name);
    for (const char *line = head; (line = memchr(line, '\n', head + length - line)); ) {
        line++;
        if (head + length - line > (long)name_length && !strncasecmp(line, name, name_length))
            return strtoul(line + name_length, NULL, 10);
    }
    return 0;
}

static inline void raise_descriptor_limit(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// An address: a path if it holds a slash.
static inline socklen_t make_address(struct sockaddr_storage *storage, const char *host, int port) {
    memset(storage, 0, sizeof *storage);
    if (strchr(host, '/')) {
        struct sockaddr_un *address = (struct sockaddr_un *)storage;
        address->sun_family = AF_UNIX;
        strncpy(address->sun_path, host, sizeof address->sun_path - 1);
        return sizeof *address;
    }
    struct sockaddr_in *address = (struct sockaddr_in *)storage;
    address->sin_family = AF_INET;
    address->sin_port = htons(port);
    inet_pton(AF_INET, host, &address->sin_addr);
    return sizeof *address;
}

static inline int listen_on(const char *host, int port) {
    struct sockaddr_storage address;
    socklen_t length = make_address(&address, host, port);
    int on = 1, fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (address.ss_family == AF_UNIX) unlink(host);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return bind(fd, (struct sockaddr *)&address, length) || listen(fd, 65535) ? -1 : fd;
}

static inline int connect_to(const char *host, int port) {
    struct sockaddr_storage address;
    socklen_t length = make_address(&address, host, port);
    int on = 1, fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, length)) return close(fd), -1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}
