// Asks a server the same thing again and again over connections that stay, and prints what it saw as JSON.
//
//     load HOST PORT FILE CONNECTIONS SECONDS [LIMIT]   each connection asks again as soon as it has its answer
//     load HOST PORT FILE CONNECTIONS idle              each asks once; they leave when the standard input ends
//
// FILE holds a request as it goes out. LIMIT ends the run after so many requests. Events that carry `@@` and a time, as
// the stub sends them, are counted, and how late they come.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

struct times {
    uint64_t *values;
    size_t count, room;
};

struct connection {
    int fd;
    size_t sent;
    struct buffer in;
    bool has_head, is_chunked;
    size_t body_left;
    uint64_t asked_at;
};

static const char *host;
static int port, poller;
static struct buffer request;
static struct times latencies, firsts, delays;
static long asked, error_count, limit;
static uint64_t end_at, byte_count;

static void note(struct times *times, uint64_t value) {
    // A few million of them tell enough.
    if (times->count == 1 << 22) return;
    if (times->count == times->room) {
        times->room = times->room ? times->room * 2 : 1024;
        times->values = realloc(times->values, times->room * sizeof *times->values);
    }
    times->values[times->count++] = value;
}

static int compare(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

// The value below which this share lies, in microseconds.
static double quantile(struct times *times, double share) {
    if (!times->count) return 0;
    size_t place = share * times->count;
    return times->values[place < times->count ? place : times->count - 1] / 1000.0;
}

static void print_times(const char *name, struct times *times) {
    qsort(times->values, times->count, sizeof *times->values, compare);
    printf(",\"%s_p50\":%.1f,\"%s_p99\":%.1f,\"%s_max\":%.1f", name, quantile(times, .5), name, quantile(times, .99),
        name, quantile(times, 1));
}

static void watch(struct connection *c, int action, uint32_t for_what) {
    struct epoll_event wanted = {.events = for_what, .data.ptr = c};
    epoll_ctl(poller, action, c->fd, &wanted);
}

static bool open_connection(struct connection *c) {
    c->fd = connect_to(host, port);
    if (c->fd < 0) return false;
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
    return true;
}

static void ask(struct connection *c);

static void fail(struct connection *c) {
    error_count++;
    close(c->fd);
    c->fd = -1;
    // A server that refuses everything is not asked for ever.
    if (error_count < 10000 && open_connection(c)) ask(c);
}

static void send_rest(struct connection *c) {
    while (c->sent < request.length) {
        ssize_t count = send(c->fd, request.bytes + c->sent, request.length - c->sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EAGAIN) return watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
        if (count <= 0) return fail(c);
        c->sent += count;
    }
}

static void ask(struct connection *c) {
    c->sent = c->in.length = 0;
    c->has_head = false;
    c->asked_at = now();
    if (c->asked_at >= end_at || (limit && asked >= limit)) return;
    asked++;
    send_rest(c);
}

// Takes the times out of what came, and leaves one that is not complete.
static void read_events(struct connection *c, uint64_t time) {
    char *here = c->in.bytes, *end = c->in.bytes + c->in.length;
    while ((here = memmem(here, end - here, "@@", 2)) && end - here >= 21) {
        uint64_t sent_at = 0;
        for (int i = 2; i < 21; i++) sent_at = sent_at * 10 + (here[i] - '0');
        note(&delays, time > sent_at ? time - sent_at : 0);
        here += 21;
    }
    // The end of the body is known by its last seven bytes.
    size_t kept = here ? (size_t)(end - here) : c->in.length < 7 ? c->in.length : 7;
    drop(&c->in, c->in.length - kept);
}

static void finish(struct connection *c) {
    note(&latencies, now() - c->asked_at);
    ask(c);
}

static void receive(struct connection *c) {
    for (;;) {
        reserve(&c->in, c->in.length + 65536);
        ssize_t count = recv(c->fd, c->in.bytes + c->in.length, 65536, 0);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) return fail(c);
        uint64_t time = now();
        byte_count += count;
        c->in.length += count;
        if (!c->has_head) {
            char *end = memmem(c->in.bytes, c->in.length, "\r\n\r\n", 4);
            if (!end) continue;
            size_t head = end + 4 - c->in.bytes;
            if (c->in.length < 12 || memcmp(c->in.bytes + 9, "200", 3)) {
                if (!error_count) fprintf(stderr, "%.*s\n", (int)c->in.length, c->in.bytes);
                return fail(c);
            }
            c->has_head = true;
            c->body_left = head_number(c->in.bytes, head, "content-length:");
            c->is_chunked = c->body_left == 0;
            note(&firsts, time - c->asked_at);
            // The last two bytes stay, so that a body that is over at once ends like any other.
            drop(&c->in, head - 2);
            if (!c->is_chunked) count = c->in.length - 2;
        }
        if (!c->is_chunked) {
            c->body_left -= count;
            c->in.length = 0;
            if (c->body_left == 0) return finish(c);
            continue;
        }
        bool is_over = c->in.length >= 7 && !memcmp(c->in.bytes + c->in.length - 7, "\r\n0\r\n\r\n", 7);
        read_events(c, time);
        if (is_over) return finish(c);
    }
}

static void turn(int wait) {
    struct epoll_event events[256];
    int ready = epoll_wait(poller, events, 256, wait);
    for (int i = 0; i < ready; i++) {
        struct connection *c = events[i].data.ptr;
        if (events[i].events & EPOLLOUT) {
            watch(c, EPOLL_CTL_MOD, EPOLLIN);
            send_rest(c);
        }
        if (c->fd >= 0 && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
}

static void stay_idle(struct connection *connections, int count) {
    // Connections come at a rate that every backlog bears.
    for (int i = 0; i < count; i++) {
        if (!open_connection(&connections[i])) error_count++;
        else ask(&connections[i]);
        if (i % 16 == 15) turn(2);
    }
    puts("{\"open\":true}");
    fflush(stdout);
    char byte;
    while (read(0, &byte, 1) > 0) {}
    uint64_t start = now();
    for (int i = 0; i < count; i++) close(connections[i].fd);
    printf("{\"left_from\":%llu,\"left_until\":%llu,\"errors\":%ld}\n", (unsigned long long)start,
        (unsigned long long)now(), error_count);
}

static void read_request(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) exit((perror(path), 1));
    reserve(&request, 1 << 20);
    for (size_t count; (count = fread(request.bytes + request.length, 1, 1 << 20, file)); ) {
        request.length += count;
        reserve(&request, request.length + (1 << 20));
    }
    fclose(file);
}

int main(int word_count, char **words) {
    if (word_count < 6) return fputs("usage: load HOST PORT FILE CONNECTIONS SECONDS|idle [LIMIT]\n", stderr), 2;
    host = words[1];
    port = atoi(words[2]);
    read_request(words[3]);
    int count = atoi(words[4]);
    bool is_idle = !strcmp(words[5], "idle");
    limit = word_count > 6 ? atol(words[6]) : 0;
    raise_descriptor_limit();
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct connection *connections = calloc(count, sizeof *connections);
    end_at = is_idle ? UINT64_MAX : now() + (uint64_t)(atof(words[5]) * 1e9);
    if (is_idle) return stay_idle(connections, count), 0;

    for (int i = 0; i < count; i++)
        if (!open_connection(&connections[i])) return perror("connect"), 1;
    uint64_t start = now();
    end_at = start + (uint64_t)(atof(words[5]) * 1e9);
    for (int i = 0; i < count; i++) ask(&connections[i]);
    // What was asked in time is waited for, but not for ever.
    uint64_t patience = end_at + 60000000000ull;
    while ((long)latencies.count + error_count < asked && error_count < 10000 && now() < patience) turn(100);
    double seconds = (now() - start) / 1e9;
    printf("{\"requests\":%zu,\"errors\":%ld,\"seconds\":%.4f,\"events\":%zu,\"bytes\":%llu", latencies.count,
        error_count, seconds, delays.count, (unsigned long long)byte_count);
    print_times("latency", &latencies);
    print_times("first", &firsts);
    print_times("delay", &delays);
    puts("}");
}
