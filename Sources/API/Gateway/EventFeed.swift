import HTTP
import NIOCore
import NIOHTTP1

/// Hands events to one client as they happen; belongs to the exchange's event loop.
///
/// Its task lives as long as the exchange. A client that reads slowly loses the oldest of its events.
final class EventFeed {
    private let exchange: Exchange
    /// What is written when the events end.
    var ending = Array("data: [DONE]\n\n".utf8)
    private var isOver = false
    private var writable: EventLoopPromise<Void>?
    /// Whether anything has been written since the last look of the ``SilenceWatch``.
    var hasSpoken = false

    private init(to exchange: Exchange) {
        self.exchange = exchange
    }

    /// Starts a feed.
    ///
    /// - Parameters:
    ///   - events: What happens.
    ///   - exchange: Who wants to know.
    ///   - gateway: Where silent streams are looked after.
    ///   - frame: What is written of an event; `nil` for nothing.
    /// - Returns: The feed, whose ending may be changed.
    @discardableResult
    static func start<Events: AsyncSequence<Event, Never> & Sendable, Event: Sendable>(
        _ events: Events,
        to exchange: Exchange,
        through gateway: Gateway,
        frame: @escaping @Sendable (Event) -> [UInt8]?
    ) -> EventFeed {
        let loop = exchange.eventLoop
        let feed = EventFeed(to: exchange)
        exchange.start(.ok, headers: .eventStream)
        exchange.flush()
        let bound = NIOLoopBound(feed, eventLoop: loop)
        let task = Task {
            for await event in events {
                guard let frame = frame(event) else { continue }
                let written = loop.flatSubmit { bound.value.write(frame) }
                // It fails when the client has left, and then the task is cancelled.
                do { try await written.get() } catch { break }
            }
            loop.execute { bound.value.finish() }
        }
        let log = exchange.onEnd
        let silence = gateway.silence(on: loop)
        silence?.add(feed)
        exchange.onEnd = {
            task.cancel()
            feed.leave()
            silence?.remove(feed)
            log?()
        }
        return feed
    }

    /// Writes an event; the future tells when there is room for more.
    private func write(_ frame: [UInt8]) -> EventLoopFuture<Void> {
        let loop = exchange.eventLoop
        guard !isOver else { return loop.makeSucceededVoidFuture() }
        hasSpoken = true
        exchange.write(payload: ByteBuffer(bytes: frame))
        exchange.flush()
        guard !exchange.isWritable, exchange.isOpen else { return loop.makeSucceededVoidFuture() }
        let promise = loop.makePromise(of: Void.self)
        writable = promise
        exchange.onWritable = { self.goOn() }
        return promise.futureResult
    }

    private func goOn() {
        writable?.succeed()
        writable = nil
    }

    private func leave() {
        isOver = true
        goOn()
    }

    private func finish() {
        guard !isOver else { return }
        exchange.write(payload: ByteBuffer(bytes: ending))
        exchange.finish()
    }
}

extension EventFeed: SilentStream {
    func breakSilence() {
        guard exchange.isOpen, exchange.isWritable else { return }
        exchange.write(payload: ByteBuffer(staticString: ":\n\n"))
        exchange.flush()
    }
}
