import CPages

/// The pages that show the document, and what they are made of.
struct PageRoutes {
    /// The table's rows.
    var all: [Route] {
        [
            .get(
                "/docs",
                "Shows the document in Swagger UI, where every route can be tried.",
                id: "showDocs",
                as: .service
            ) {
                Self.swaggerUI
            },
            .get("/redoc", "Shows the document in Redoc, for reading.", id: "showRedoc", as: .service) {
                Self.redoc
            },
            file("/docs/swagger-ui-bundle.js", .vendored(paddock_swagger_ui_js(), "text/javascript; charset=utf-8")),
            file("/docs/swagger-ui.css", .vendored(paddock_swagger_ui_css(), "text/css; charset=utf-8")),
            file("/docs/start.js", .text(SwaggerStart.script, "text/javascript; charset=utf-8")),
            file("/redoc/redoc.standalone.js", .vendored(paddock_redoc_js(), "text/javascript; charset=utf-8")),
            file("/redoc/logo-mini.svg", .vendored(paddock_redoc_logo(), "image/svg+xml")),
            file("/favicon.svg", .text(Self.favicon, "image/svg+xml")),
            file("/favicon.ico", .text(Self.favicon, "image/svg+xml")),
        ]
    }

    /// A row for a part of a page; it stands in the table, but is of no use to readers of the document.
    private func file(_ path: String, _ file: PageFile) -> Route {
        var route = Route.get(path, "Part of a page.", id: "file", as: .service) { file }
        route.isDocumented = false
        return route
    }

    private static let swaggerUI = PageFile.page(
        title: "Paddock: API",
        body: """
            <link rel="stylesheet" href="/docs/swagger-ui.css">
            </head>
            <body>
            <div id="swagger-ui"></div>
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script src="/docs/start.js"></script>
            </body>
            """
    )

    private static let redoc = PageFile.page(
        title: "Paddock: API reference",
        body: """
            <style>body { margin: 0 }</style>
            </head>
            <body>
            <redoc spec-url="/openapi.json"></redoc>
            <script src="/redoc/redoc.standalone.js"></script>
            </body>
            """
    )

    /// A fence.
    private static let favicon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
        <path d="M3 2v12M8 2v12M13 2v12M1 6h14M1 10h14" stroke="#7a4f2a" stroke-width="2" fill="none"/>
        </svg>

        """
}
