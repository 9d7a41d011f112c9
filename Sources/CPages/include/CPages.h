#ifndef PADDOCK_CPAGES_H
#define PADDOCK_CPAGES_H

#include <stddef.h>

/// A vendored file, compressed with gzip.
typedef struct {
    const unsigned char *bytes;
    size_t length;
} paddock_page_file;

paddock_page_file paddock_swagger_ui_js(void);
paddock_page_file paddock_swagger_ui_css(void);
paddock_page_file paddock_redoc_js(void);
paddock_page_file paddock_redoc_logo(void);

#endif
