import Schema

/// Every route that Paddock serves, in the order in which a reader of the document meets them.
package struct RouteTable: Sendable {
    /// The rows.
    package let routes: [Route]
    private let outline: [Route]

    /// Which dialects are served.
    package enum Selection: String, CaseIterable, Sendable {
        case openai
        case ollama
        case both

        func includes(_ group: RouteGroup) -> Bool {
            switch group {
            case .openAI, .anthropic, .llamaServer: self != .ollama
            case .ollama: self != .openai
            case .pool, .service: true
            }
        }
    }

    /// Lists the routes of some dialects.
    ///
    /// - Parameters:
    ///   - selection: The dialects.
    ///   - models: The models that are asked for.
    ///   - gateway: Where requests meet the pool.
    ///   - reloader: Takes on another configuration.
    ///   - library: Where models are made.
    ///   - rows: Routes of another program that has this server in it.
    package init(
        serving selection: Selection,
        models: ModelShelf,
        gateway: Gateway,
        reloader: Reloader,
        library: LibraryKeeper,
        adding rows: [Route] = []
    ) {
        let described =
            OpenAIRoutes(models: models, router: gateway.router).all
            + AnthropicRoutes(models: models).all
            + ResponsesRoutes(models: models).all
            + LlamaServerRoutes(models: models, router: gateway.router).all
            + OllamaRoutes(models: models, router: gateway.router, library: library).all
            + ServiceRoutes(models: models, router: gateway.router).all
            + PoolRoutes(models: models, router: gateway.router, reloader: reloader).all
            + PageRoutes().all
            + rows
        let selected = described.filter { selection.includes($0.group) }
        // The document describes the route that serves it too, so that row is made from the others.
        let outline = selected + [ServiceRoutes.document { Document([], version: Paddock.version) }]
        self.outline = outline
        routes = selected + [ServiceRoutes.document { Document(outline, version: Paddock.version) }]
    }

    /// The document made from them.
    package var document: Document { Document(outline, version: Paddock.version) }
}
