import API
import HTTP
import Logging
import NIOCore
import NIOPosix
import Providers
import Router
import Schema
import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One run of the server, from listening to the last child's end.
struct Service {
    let catalog: Catalog
    /// Where the catalog comes from.
    let source: CatalogSource
    let api: RouteTable.Selection
    /// The origins whose pages may use it.
    let origins: Origins
    let host: String
    let port: Int?
    let logger: Logger

    /// The port that Ollama's tools ask.
    static let ollamaPort = 11434

    /// Serves until a signal ends it.
    ///
    /// - Throws: ``Failure`` when it cannot listen.
    func run(withOllamaPort wantsOllamaPort: Bool) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let sockets: SocketFolder
        do throws(SocketFolderError) { sockets = try SocketFolder() } catch {
            throw Failure(status: 1, error.description)
        }
        defer { sockets.remove() }
        let data = UserFolder.data
        let footprints = UserFolder.make(data) ? LearnedFootprints(path: "\(data)/footprints.json") : nil
        let library = ModelLibrary.ofUser(withOllama: catalog.configuration.modelFolders.contains(.ollama))
        let conversations = openConversations()
        let children = ChildHost(
            group: group,
            sockets: sockets,
            footprints: footprints,
            conversations: conversations,
            launcher: Launcher.ownPath,
            loadTimeout: catalog.configuration.loadTimeout.duration,
            hangTimeout: catalog.configuration.hangTimeout.duration
        )
        for obstacle in catalog.obstacles { logger.warning("\(obstacle)") }
        let paddock = Paddock(
            catalog,
            reading: { () throws(ConfigurationFailure) in try source.catalog() },
            library: library,
            serving: api,
            access: AccessPolicy(origins: origins, hostGuard: HostGuard(listeningOn: host)),
            host: children,
            group: group,
            logger: logger
        )
        let signals = Signals()

        let wanted = port ?? (api == .ollama ? Self.ollamaPort : 8080)
        let port = try await listen(paddock, on: wanted)
        let takesOllamaPort = wantsOllamaPort && api == .both && self.port == nil
        let second = takesOllamaPort ? try? await paddock.server.listen(host: host, port: Self.ollamaPort) : nil
        if takesOllamaPort, second == nil {
            logger.notice("port 11434 is taken, so Ollama's tools must be pointed here", metadata: ["port": "\(port)"])
        }
        greet(paddock, ports: [port] + (second.map { [$0] } ?? []))
        paddock.preload(on: group.next())

        await withTaskGroup { tasks in
            tasks.addTask { await paddock.explorePrograms() }
            tasks.addTask { await paddock.tidyLibrary() }
            tasks.addTask {
                for await _ in source.watch { _ = try? paddock.reloader.reload() }
            }
            tasks.addTask {
                for await _ in LibraryWatch(over: library) { paddock.reloader.adoptLibrary() }
            }
            tasks.addTask {
                for await _ in signals.reloads { _ = try? paddock.reloader.reload() }
            }
            tasks.addTask {
                let signal = await signals.next()
                logger.notice("shutting down", metadata: ["signal": "\(signal)"])
                await paddock.server.stopListening()
                paddock.router.shutDown()
                // A second signal means now. Children die with us.
                await signals.endAtSecond()
            }
            // The pool is done when the last answer has been given, or when their time is up.
            await paddock.router.run()
            await paddock.server.close()
            tasks.cancelAll()
        }
        // What the last children have saved is put in order, if that does not take long.
        await conversations?.settle(within: .seconds(2), on: group.next())
        await footprints?.flush()
    }

    /// Opens the folder of saved conversations; without one, models forget when they leave.
    private func openConversations() -> KVShelf? {
        let settings = catalog.configuration.kvCache
        guard settings.enabled else { return nil }
        let path = settings.directory?.path ?? "\(UserFolder.cache)/kv"
        _ = UserFolder.make(path)
        do throws(KVShelfError) { return try KVShelf(at: path, byteLimit: settings.maxBytes.bytes) } catch {
            logger.warning("conversations are not saved", metadata: ["cause": "\(error)"])
            return nil
        }
    }

    private func listen(_ paddock: Paddock, on port: Int) async throws -> Int {
        do {
            return try await paddock.server.listen(host: host, port: port)
        } catch {
            throw Failure(error, listeningOn: host, port: port)
        }
    }

    /// Says where it is and what to try, on the standard output.
    private func greet(_ paddock: Paddock, ports: [Int]) {
        let greeting = Greeting(
            addresses: ports.map { "http://\(host.contains(":") ? "[\(host)]" : host):\($0)" },
            api: api,
            modelCount: paddock.modelCount,
            asksForKey: !catalog.configuration.apiKeys.isEmpty,
            model: paddock.firstModel?.name
        )
        print(greeting.text, terminator: "")
        // A pipe's buffer would keep it until the end.
        fflush(nil)
    }
}
