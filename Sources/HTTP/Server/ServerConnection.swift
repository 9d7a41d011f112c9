package import NIOCore
package import NIOHTTP1

/// What a server does with each request; called on the event loop of the request's connection.
package typealias RequestHandler = @Sendable (Exchange) -> Void

/// Says what takes the body of a request whose head has come; `nil`: it is collected, up to a limit.
package typealias SinkMaker = @Sendable (HTTPRequestHead, any EventLoop) -> (any BodySink)?

/// One client's connection: reads requests one after the other, and writes their answers in the same order.
final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let loop: ServerLoop
    private let limits: ServerLimits
    private let handler: RequestHandler
    private let sinks: SinkMaker
    private let refusal: @Sendable (ServerRefusal) -> ByteBuffer
    private let isClosing: @Sendable () -> Bool

    private var context: ChannelHandlerContext?
    private var head: HTTPRequestHead?
    private var arrival = NIODeadline.distantPast
    private var body = ByteBuffer()
    /// What is made room for before a body comes in its second piece, so that it need not move as it grows; no more than
    /// 1 MiB, for whoever announces a body need not send it.
    private var expectedBytes = 0
    private static let reserveLimit = 1 << 20
    /// What takes the body of the request that is being read; `nil` when it is collected.
    private var sink: (any BodySink)?
    private var piecesInSink = 0
    private var exchange: Exchange?
    /// What a client has sent ahead while its last request was being answered.
    private var ahead: ArraySlice<HTTPServerRequestPart> = []
    private var aheadBytes = 0
    /// Since when it waits for a request; `nil` while there is one.
    private var idleSince: NIODeadline?

    init(
        of loop: ServerLoop,
        limits: ServerLimits,
        isClosing: @escaping @Sendable () -> Bool,
        refusal: @escaping @Sendable (ServerRefusal) -> ByteBuffer,
        sinks: @escaping SinkMaker,
        handler: @escaping RequestHandler
    ) {
        self.loop = loop
        self.sinks = sinks
        self.limits = limits
        self.isClosing = isClosing
        self.refusal = refusal
        self.handler = handler
    }

    // MARK: - What an exchange asks for

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func write(_ buffer: ByteBuffer) {
        context?.write(wrapOutboundOut(buffer), promise: nil)
    }

    func flush() {
        context?.flush()
    }

    func close() {
        context?.close(promise: nil)
    }

    /// The exchange's answer has been written.
    func answered(_ exchange: Exchange, closing: Bool) {
        guard self.exchange === exchange else { return }
        self.exchange = nil
        guard !closing, !isClosing() else { return close() }
        waitForRequest()
        // A fresh turn of the loop, so that a long pipeline does not become a deep stack.
        if !ahead.isEmpty, let loop = context?.eventLoop {
            let connection = NIOLoopBound(self, eventLoop: loop)
            loop.execute { connection.value.takeAhead() }
        }
    }

    // MARK: - What its loop asks for

    /// Closes the connection unless it has a request.
    ///
    /// - Parameter deadline: Since when it has to have had none; `nil` for however short a time.
    func closeIfIdle(since deadline: NIODeadline? = nil) {
        guard let idleSince, deadline.map({ idleSince <= $0 }) ?? true else { return }
        close()
    }

    /// Closes the connection; the future tells when it is closed.
    func closed() -> EventLoopFuture<Void>? {
        close()
        return context?.channel.closeFuture
    }

    // MARK: - What the channel tells

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.add(self)
        waitForRequest()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        loop.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard exchange == nil, ahead.isEmpty else { return keepAhead(part) }
        take(part)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        if exchange == nil { sink?.abandon() }
        sink = nil
        let exchange = exchange
        self.exchange = nil
        exchange?.clientLeft()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { exchange?.onWritable?() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, exchange == nil else { return close() }
        let isTooLong = (error as? HTTPParserError) == .headerOverflow
        refuse(isTooLong ? .headTooLong : .notHTTP)
    }

    // MARK: - Requests

    private func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            idleSince = nil
            self.head = head
            arrival = context?.eventLoop.now ?? .now()
            body.clear()
            sink = context.flatMap { sinks(head, $0.eventLoop) }
            let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
            expectedBytes = min(length, Self.reserveLimit)
            guard sink != nil || length <= limits.bodyBytes else {
                return refuse(.bodyTooLong(limit: limits.bodyBytes))
            }
            if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
                flush()
            }
        case .body(var part):
            guard let head else { return }
            if let sink { return pass(part, to: sink, head) }
            guard body.readableBytes + part.readableBytes <= limits.bodyBytes else {
                return refuse(.bodyTooLong(limit: limits.bodyBytes))
            }
            guard body.readableBytes > 0 else { return body = part }
            if body.capacity < expectedBytes { body.reserveCapacity(expectedBytes) }
            body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            self.head = nil
            begin(head)
        }
    }

    /// Hands a piece on; the client waits while pieces wait.
    private func pass(_ piece: ByteBuffer, to sink: any BodySink, _ head: HTTPRequestHead) {
        guard let loop = context?.eventLoop else { return }
        piecesInSink += 1
        setReading(false)
        sink.take(piece).hop(to: loop).assumeIsolated().whenComplete { result in
            self.piecesInSink -= 1
            if case .failure = result, self.head != nil, self.sink === sink {
                self.head = nil
                self.begin(head, isCutShort: true)
            } else if self.piecesInSink == 0, self.ahead.isEmpty {
                self.setReading(true)
            }
        }
    }

    private func begin(_ head: HTTPRequestHead, isCutShort: Bool = false) {
        guard let context else { return }
        let sink = sink
        self.sink = nil
        let exchange = Exchange(
            Request(head: head, body: body, sink: sink, arrival: arrival),
            version: head.version,
            keepsAlive: head.isKeepAlive && !isClosing() && !isCutShort,
            on: self,
            loop: context.eventLoop
        )
        body = ByteBuffer()
        self.exchange = exchange
        handler(exchange)
    }

    /// Keeps what came too early; beyond a limit the client has to wait, too.
    private func keepAhead(_ part: HTTPServerRequestPart) {
        ahead.append(part)
        if case .body(let bytes) = part { aheadBytes += bytes.readableBytes }
        if ahead.count > limits.partsAhead || aheadBytes > limits.bytesAhead { setReading(false) }
    }

    private func takeAhead() {
        while exchange == nil, let part = ahead.popFirst() {
            if case .body(let bytes) = part { aheadBytes -= bytes.readableBytes }
            take(part)
        }
        if ahead.isEmpty { setReading(true) }
    }

    private var isReading = true

    private func setReading(_ reads: Bool) {
        guard reads != isReading else { return }
        isReading = reads
        // Setting an option on the channel's own loop cannot fail while the channel lives.
        _ = try? context?.channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    /// Answers what is no request that could be handled, and closes.
    private func refuse(_ reason: ServerRefusal) {
        head = nil
        ahead.removeAll()
        setReading(false)
        write(refusal(reason))
        flush()
        close()
    }

    private func waitForRequest() {
        idleSince = context?.eventLoop.now
    }
}
