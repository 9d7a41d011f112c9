#include "CPages.h"

// #embed is C23; this clang has it in every mode and says so, which is no fault here.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char swagger_ui_js[] = {
#embed "assets/swagger-ui/swagger-ui-bundle.js.gz"
};

static const unsigned char swagger_ui_css[] = {
#embed "assets/swagger-ui/swagger-ui.css.gz"
};

static const unsigned char redoc_js[] = {
#embed "assets/redoc/redoc.standalone.js.gz"
};

static const unsigned char redoc_logo[] = {
#embed "assets/redoc/logo-mini.svg.gz"
};

paddock_page_file paddock_swagger_ui_js(void) {
    return (paddock_page_file){swagger_ui_js, sizeof swagger_ui_js};
}

paddock_page_file paddock_swagger_ui_css(void) {
    return (paddock_page_file){swagger_ui_css, sizeof swagger_ui_css};
}

paddock_page_file paddock_redoc_js(void) {
    return (paddock_page_file){redoc_js, sizeof redoc_js};
}

paddock_page_file paddock_redoc_logo(void) {
    return (paddock_page_file){redoc_logo, sizeof redoc_logo};
}
