#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#if defined(__APPLE__)
static const char *const library = "/usr/lib/libcurl.4.dylib";
#else
static const char *const library = "libcurl.so.4";
#endif

#define FUNCTIONS(DO)                                                                                                  \
    DO(global_init) DO(easy_init) DO(easy_cleanup) DO(easy_strerror) DO(easy_setopt) DO(slist_append)                  \
    DO(slist_free_all) DO(multi_init) DO(multi_add_handle) DO(multi_remove_handle) DO(multi_perform) DO(multi_poll)    \
    DO(multi_wakeup) DO(multi_info_read)

#define DECLARE(name) __typeof__(&curl_##name) name;
static struct { FUNCTIONS(DECLARE) } curl;

static const char *fault;

static void load(void) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        fault = strdup(dlerror());
        return;
    }
#define FIND(name)                                                                                                     \
    if (!(curl.name = (__typeof__(curl.name))dlsym(handle, "curl_" #name))) {                                          \
        fault = "this libcurl is too old: it has no curl_" #name;                                                   \
        return;                                                                                                        \
    }
    FUNCTIONS(FIND)
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) fault = "libcurl cannot be set up";
}

const char *paddock_curl_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return fault;
}

CURL *paddock_curl_easy_init(void) { return curl.easy_init(); }

void paddock_curl_easy_cleanup(CURL *easy) { curl.easy_cleanup(easy); }

const char *paddock_curl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }

CURLcode paddock_curl_set_number(CURL *easy, CURLoption option, long value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode paddock_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode paddock_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode paddock_curl_set_lines(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode paddock_curl_set_sink(CURL *easy, CURLoption option, paddock_curl_sink value) {
    return curl.easy_setopt(easy, option, value);
}

struct curl_slist *paddock_curl_add_line(struct curl_slist *lines, const char *line) {
    return curl.slist_append(lines, line);
}

void paddock_curl_free_lines(struct curl_slist *lines) { curl.slist_free_all(lines); }

CURLM *paddock_curl_multi_init(void) { return curl.multi_init(); }

CURLMcode paddock_curl_multi_add(CURLM *multi, CURL *easy) { return curl.multi_add_handle(multi, easy); }

CURLMcode paddock_curl_multi_remove(CURLM *multi, CURL *easy) { return curl.multi_remove_handle(multi, easy); }

CURLMcode paddock_curl_multi_perform(CURLM *multi, int *running) { return curl.multi_perform(multi, running); }

CURLMcode paddock_curl_multi_poll(CURLM *multi, int milliseconds) {
    return curl.multi_poll(multi, NULL, 0, milliseconds, NULL);
}

CURLMcode paddock_curl_multi_wakeup(CURLM *multi) { return curl.multi_wakeup(multi); }

bool paddock_curl_multi_ended(CURLM *multi, CURL **easy, CURLcode *code) {
    int left;
    CURLMsg *message;
    while ((message = curl.multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *easy = message->easy_handle;
        *code = message->data.result;
        return true;
    }
    return false;
}
