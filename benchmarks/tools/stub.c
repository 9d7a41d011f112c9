// A stand-in for llama-server that costs next to nothing, so that what is measured is what stands before it.
//
//     stub --host PATH.sock | --host ADDRESS --port NUMBER, and whatever else llama-server is given
//
// What it answers is told by words in the request, which survive every translation: `bench/MODE/COUNT/RATE`.
//
//     plain    one answer of about 1 KB; as a stream, COUNT events in one send
//     burst    a stream of COUNT events, each with a send of its own, as fast as they are taken
//     paced    a stream of COUNT events, RATE a second
//     silent   a stream's head, and nothing more until the client leaves
//
// Each event of a stream carries `@@` and the time of its send: CLOCK_MONOTONIC, nanoseconds, 19 digits.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
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

enum mode { PLAIN, BURST, PACED, SILENT };

struct connection {
    int fd;
    struct buffer in, out;
    size_t sent;
    bool streams, waits_for_room;
    enum mode mode;
    long events_left;
    uint64_t due, interval;
    struct connection *previous, *next; // among the paced streams
};

static int poller;
static struct connection *paced;
static long open_count, silent_count, request_count;
static uint64_t released_at;

static const char event_stream[] =
    "HTTP/1.1 200 OK\r\nServer: llama.cpp\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
// The shape of what llama-server says.
static const char event_head[] = "data: {\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\"";
static const char event_tail[] =
    "\"}}],\"created\":1763700000,\"id\":\"chatcmpl-9Xw2kQeMZrT4bGvL0sYd7uPj1nHc5aKo\",\"model\":\"stub\","
    "\"system_fingerprint\":\"b11434\",\"object\":\"chat.completion.chunk\"}\n\n";
static const char last_event[] =
    "data: {\"choices\":[{\"finish_reason\":\"stop\",\"index\":0,\"delta\":{}}],\"created\":1763700000,"
    "\"id\":\"chatcmpl-9Xw2kQeMZrT4bGvL0sYd7uPj1nHc5aKo\",\"model\":\"stub\",\"system_fingerprint\":\"b11434\","
    "\"object\":\"chat.completion.chunk\",\"usage\":{\"completion_tokens\":500,\"prompt_tokens\":20,"
    "\"total_tokens\":520},\"timings\":{\"prompt_n\":20,\"prompt_ms\":10.0,\"predicted_n\":500,"
    "\"predicted_ms\":2500.0}}\n\n";
static const char done[] = "data: [DONE]\n\n";

static void chunk(struct buffer *out, const char *text, size_t length) {
    put_format(out, "%zx\r\n", length);
    put(out, text, length);
    put(out, "\r\n", 2);
}

static void event(struct buffer *out) {
    char stamp[32];
    int length = snprintf(stamp, sizeof stamp, " @@%019llu", (unsigned long long)now());
    put_format(out, "%zx\r\n", sizeof event_head - 1 + length + sizeof event_tail - 1);
    put(out, event_head, sizeof event_head - 1);
    put(out, stamp, length);
    put(out, event_tail, sizeof event_tail - 1);
    put(out, "\r\n", 2);
}

static void end_of_stream(struct buffer *out) {
    chunk(out, last_event, sizeof last_event - 1);
    chunk(out, done, sizeof done - 1);
    put(out, "0\r\n\r\n", 5);
}

static void answer(struct buffer *out, const char *body, size_t length) {
    put_format(out, "HTTP/1.1 200 OK\r\nServer: llama.cpp\r\nContent-Type: application/json\r\n"
        "Content-Length: %zu\r\n\r\n", length);
    put(out, body, length);
}

static void json(struct buffer *out, const char *body) { answer(out, body, strlen(body)); }

static void completion(struct buffer *out) {
    static char body[2048];
    static size_t length;
    if (!length) {
        char text[640];
        memset(text, 'a', sizeof text);
        for (size_t i = 5; i < sizeof text; i += 6) text[i] = ' ';
        length = snprintf(body, sizeof body,
            "{\"choices\":[{\"finish_reason\":\"stop\",\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
            "\"%.*s\"}}],\"created\":1763700000,\"model\":\"stub\",\"system_fingerprint\":\"b11434\",\"object\":"
            "\"chat.completion\",\"usage\":{\"completion_tokens\":160,\"prompt_tokens\":20,\"total_tokens\":180},"
            "\"id\":\"chatcmpl-9Xw2kQeMZrT4bGvL0sYd7uPj1nHc5aKo\"}",
            (int)sizeof text, text);
    }
    answer(out, body, length);
}

static void embedding(struct buffer *out) {
    static char body[2048];
    if (!body[0]) {
        char *end = body + sprintf(body, "{\"model\":\"stub\",\"object\":\"list\",\"usage\":{\"prompt_tokens\":9,"
                                         "\"total_tokens\":9},\"data\":[{\"embedding\":[0.0");
        for (int i = 0; i < 72; i++) end += sprintf(end, ",0.0%08d", i * 12345);
        sprintf(end, "],\"index\":0,\"object\":\"embedding\"}]}");
    }
    json(out, body);
}

static void pace(struct connection *c) {
    c->previous = NULL;
    c->next = paced;
    if (paced) paced->previous = c;
    paced = c;
}

static void unpace(struct connection *c) {
    if (c->previous) c->previous->next = c->next;
    else if (paced == c) paced = c->next;
    if (c->next) c->next->previous = c->previous;
    c->previous = c->next = NULL;
}

static void close_connection(struct connection *c) {
    if (c->streams && c->mode == PACED) unpace(c);
    if (c->streams && c->mode == SILENT) {
        silent_count--;
        released_at = now();
    }
    open_count--;
    close(c->fd);
    free(c->in.bytes);
    free(c->out.bytes);
    free(c);
}

static void watch(struct connection *c, bool for_room) {
    if (c->waits_for_room == for_room) return;
    c->waits_for_room = for_room;
    struct epoll_event wanted = {.events = EPOLLIN | (for_room ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &wanted);
}

// Sends what there is; false when the connection is gone.
static bool flush(struct connection *c) {
    while (c->sent < c->out.length) {
        ssize_t count = send(c->fd, c->out.bytes + c->sent, c->out.length - c->sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EAGAIN) return watch(c, true), true;
        if (count <= 0) return false;
        c->sent += count;
    }
    c->sent = c->out.length = 0;
    return watch(c, false), true;
}

// Goes on with a burst as long as there is room.
static bool burst(struct connection *c) {
    while (c->streams && c->out.length == 0) {
        if (c->events_left-- > 0) event(&c->out);
        else end_of_stream(&c->out), c->streams = false;
        if (!flush(c)) return false;
    }
    return true;
}

static void tell(struct buffer *out) {
    char body[256];
    sprintf(body, "{\"open\":%ld,\"silent\":%ld,\"requests\":%ld,\"released_at\":%llu}", open_count, silent_count,
        request_count, (unsigned long long)released_at);
    json(out, body);
}

static bool chat(struct connection *c, const char *body, size_t length) {
    // The mode stands at the beginning of the text, and whether a stream is wanted at either end of the body.
    size_t window = length < 4096 ? length : 4096;
    const char *word = memmem(body, window, "bench/", 6);
    char mode[8] = "plain";
    long count = 1, rate = 200;
    if (word) sscanf(word, "bench/%7[a-z]/%ld/%ld", mode, &count, &rate);
    bool streams = memmem(body, window, "\"stream\":true", 13) || memmem(body, window, "\"stream\": true", 14)
        || memmem(body + length - window, window, "\"stream\":true", 13)
        || memmem(body + length - window, window, "\"stream\": true", 14);
    request_count++;
    if (!streams) return completion(&c->out), flush(c);
    c->mode = mode[0] == 'b' ? BURST : mode[0] == 's' ? SILENT : mode[1] == 'a' ? PACED : PLAIN;
    put(&c->out, event_stream, sizeof event_stream - 1);
    if (c->mode == PLAIN) {
        while (count-- > 0) event(&c->out);
        end_of_stream(&c->out);
        return flush(c);
    }
    c->streams = true;
    c->events_left = count;
    if (!flush(c)) return false;
    if (c->mode == BURST) return burst(c);
    if (c->mode == SILENT) return silent_count++, true;
    c->interval = 1000000000 / rate;
    // The streams of one moment are spread over an interval.
    c->due = now() + c->interval * (request_count % 97) / 97;
    return pace(c), true;
}

// Answers the requests that are complete; false when the connection is to be closed.
static bool serve(struct connection *c) {
    while (!c->streams) {
        char *end = c->in.length ? memmem(c->in.bytes, c->in.length, "\r\n\r\n", 4) : NULL;
        if (!end) return true;
        size_t head = end + 4 - c->in.bytes;
        size_t length = head_number(c->in.bytes, head, "content-length:");
        if (c->in.length < head + length) return reserve(&c->in, head + length), true;
        char *body = c->in.bytes + head, *path = memchr(c->in.bytes, ' ', head);
        bool is_alive = true;
        if (c->in.bytes[0] == 'P' && !strncmp(path, " /v1/embeddings", 15)) {
            request_count++;
            embedding(&c->out);
        } else if (c->in.bytes[0] == 'P' && strstr(path, "completion")) {
            is_alive = chat(c, body, length);
        } else if (!strncmp(path, " /bench/stats", 13)) {
            tell(&c->out);
        } else if (!strncmp(path, " /slots", 7)) {
            json(&c->out, "[{\"id\":0,\"n_ctx\":4096,\"is_processing\":false}]");
        } else if (!strncmp(path, " /metrics", 9)) {
            json(&c->out, "llamacpp:prompt_tokens_cached_total 0\n");
        } else {
            json(&c->out, "{\"status\":\"ok\",\"data\":[]}");
        }
        if (!is_alive || (!c->streams && !flush(c))) return false;
        drop(&c->in, head + length);
    }
    return true;
}

static bool receive(struct connection *c) {
    for (;;) {
        reserve(&c->in, c->in.length + 65536);
        ssize_t count = recv(c->fd, c->in.bytes + c->in.length, c->in.room - c->in.length, 0);
        if (count < 0 && errno == EAGAIN) return true;
        if (count <= 0) return false;
        c->in.length += count;
        // The path is looked for as a string.
        reserve(&c->in, c->in.length + 1);
        c->in.bytes[c->in.length] = 0;
        if (!serve(c)) return false;
        if (c->in.length == 0) return true;
    }
}

// Sends what is due; the time until the next event, in nanoseconds, or -1.
static int64_t send_due(void) {
    uint64_t next = UINT64_MAX;
    for (struct connection *c = paced, *following; c; c = following) {
        following = c->next;
        uint64_t time = now();
        if (c->due <= time && c->out.length == 0) {
            c->due += c->interval;
            if (c->events_left-- > 0) event(&c->out);
            else {
                unpace(c);
                end_of_stream(&c->out), c->streams = false;
            }
            if (!flush(c)) {
                close_connection(c);
                continue;
            }
        }
        if (c->streams && c->due < next) next = c->due;
    }
    if (next == UINT64_MAX) return -1;
    uint64_t time = now();
    return next > time ? (int64_t)(next - time) : 0;
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        open_count++;
        struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &wanted);
    }
}

// What llama-server says about itself, as far as Paddock asks.
static const char help[] =
    "-m,    --model FNAME        model path\n"
    "-a,    --alias STRING       name of the model\n"
    "--host HOST                 address or path of a unix socket\n"
    "--port PORT                 port to listen on\n"
    "-c,    --ctx-size N         size of the prompt context\n"
    "-np,   --parallel N         number of slots\n"
    "-kvu,  --kv-unified         one KV buffer for all slots\n"
    "--metrics                   metrics endpoint\n"
    "--slot-save-path PATH       where slots are saved\n";

static const char *about(const char *word) {
    if (!strcmp(word, "--help")) return help;
    if (!strcmp(word, "--version")) return "version: 1 (stub)\n";
    return strcmp(word, "--list-devices") ? NULL : "Available devices:\n";
}

int main(int count, char **words) {
    if (count == 2 && about(words[1])) return fputs(about(words[1]), stdout), 0;
    const char *host = "127.0.0.1", *port = "8080";
    for (int i = 1; i + 1 < count; i++) {
        if (!strcmp(words[i], "--host")) host = words[i + 1];
        if (!strcmp(words[i], "--port")) port = words[i + 1];
    }
    raise_descriptor_limit();
    int listener = listen_on(host, atoi(port));
    if (listener < 0) return perror(host), 1;
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &wanted);
    for (;;) {
        int64_t wait = send_due();
        struct timespec time = {wait / 1000000000, wait % 1000000000};
        struct epoll_event events[256];
        int ready = epoll_pwait2(poller, events, 256, wait < 0 ? NULL : &time, NULL);
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accept_all(listener);
                continue;
            }
            bool is_alive = true;
            if (events[i].events & EPOLLOUT) is_alive = flush(c) && (c->mode != BURST || burst(c));
            if (is_alive && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) is_alive = receive(c);
            if (!is_alive) close_connection(c);
        }
    }
}
