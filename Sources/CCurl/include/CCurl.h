#ifndef PADDOCK_CCURL_H
#define PADDOCK_CCURL_H

// libcurl's types and constants. Its functions are those below: it is loaded when the first of them is needed, for to be
// linked with it costs every start of the program 5 ms and 6 MB, and every start of a model, too.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>

/// Loads libcurl, once; safe from any thread, and to be called before any other function here.
///
/// Returns NULL, or why it cannot be used.
const char *paddock_curl_load(void);

/// What takes bytes of an answer: the bytes, 1, how many they are, and the pointer that was set beside it.
typedef size_t (*paddock_curl_sink)(char *bytes, size_t one, size_t count, void *context);

CURL *paddock_curl_easy_init(void);
void paddock_curl_easy_cleanup(CURL *easy);
const char *paddock_curl_easy_strerror(CURLcode code);

// Variadic functions cannot be called from Swift: here is one for each kind of argument.
CURLcode paddock_curl_set_number(CURL *easy, CURLoption option, long value);
CURLcode paddock_curl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode paddock_curl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode paddock_curl_set_lines(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode paddock_curl_set_sink(CURL *easy, CURLoption option, paddock_curl_sink value);

/// Adds a copy of a line to a list, which may be NULL; NULL when there is no memory.
struct curl_slist *paddock_curl_add_line(struct curl_slist *lines, const char *line);
void paddock_curl_free_lines(struct curl_slist *lines);

CURLM *paddock_curl_multi_init(void);
CURLMcode paddock_curl_multi_add(CURLM *multi, CURL *easy);
CURLMcode paddock_curl_multi_remove(CURLM *multi, CURL *easy);
CURLMcode paddock_curl_multi_perform(CURLM *multi, int *running);
/// Waits until something can be done, somebody calls the next function, or the time is over.
CURLMcode paddock_curl_multi_poll(CURLM *multi, int milliseconds);
/// Ends a wait of the function above, from any thread.
CURLMcode paddock_curl_multi_wakeup(CURLM *multi);
/// A transfer that has ended, and how; false when there is none.
bool paddock_curl_multi_ended(CURLM *multi, CURL **easy, CURLcode *code);

#endif
