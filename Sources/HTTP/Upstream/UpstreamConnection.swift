import NIOCore

/// One connection to an upstream: carries one call at a time, and waits in its pool between them.
final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let pool: UpstreamLoopPool
    private var channel: (any Channel)?
    private var parser = UpstreamParser()
    private var call: UpstreamCall?
    /// Whether an earlier call has been answered here, so that the upstream may have closed it in the meantime.
    private var isReused = false

    init(pool: UpstreamLoopPool) {
        self.pool = pool
    }

    func handlerAdded(context: ChannelHandlerContext) {
        channel = context.channel
    }

    /// Sends the call's request and hands the answer to its receiver.
    func carry(_ call: UpstreamCall) {
        self.call = call
        call.carried(by: self)
        parser = UpstreamParser()
        for piece in call.request { channel?.write(piece, promise: nil) }
        channel?.flush()
        read()
    }

    /// Reads what has come or comes next.
    func read() {
        channel?.read()
    }

    /// Closes the connection; nobody hears of it.
    func abandon() {
        call = nil
        channel?.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let call else {
            // Nobody asked for anything: this upstream is out of step.
            context.close(promise: nil)
            return
        }
        call.noteAnswered()
        parser.append(unwrapInboundIn(data))
        deliver(to: call, context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if call?.receiver?.receivedAll() ?? (call == nil) { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        pool.remove(self)
        guard let call else { return }
        self.call = nil
        if parser.isUntouched, isReused {
            // The upstream closed it while it was idle; the request has not been looked at.
            pool.start(call, fresh: true)
            return
        }
        do throws(UpstreamFailure) {
            try parser.close()
            call.end()
        } catch {
            call.fail(error, isInsideChunk: parser.isInsideChunk)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, or a write to a closed connection: channelInactive tells the call.
        context.close(promise: nil)
    }

    private func deliver(to call: UpstreamCall, _ context: ChannelHandlerContext) {
        do throws(UpstreamFailure) {
            while self.call === call, let event = try parser.next() {
                switch event {
                case .head(let head):
                    isReusable = head.isReusable
                    parser.keepsFraming = call.receiver?.receive(head: head) ?? false
                case .payload(let payload):
                    pool.noteReceived()
                    call.receiver?.receive(payload: payload)
                case .chunks(let chunks):
                    pool.noteReceived()
                    call.receiver?.receive(chunks: chunks)
                case .end: finish(call, context)
                }
            }
        } catch {
            self.call = nil
            context.close(promise: nil)
            call.fail(error, isInsideChunk: parser.isInsideChunk)
        }
    }

    private var isReusable = false

    private func finish(_ call: UpstreamCall, _ context: ChannelHandlerContext) {
        self.call = nil
        if isReusable, parser.isClean {
            isReused = true
            pool.add(self)
            // An idle connection reads, so that it learns of its end.
            context.read()
        } else {
            context.close(promise: nil)
        }
        call.end()
    }
}
