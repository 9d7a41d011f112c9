import Foundation
import NIOCore
import NIOPosix

/// A server on a unix socket that answers like a child, or not at all.
struct StubChild {
    /// What it does with a request.
    enum Act: Sendable {
        case answer(String, status: Int = 200)
        case stayQuiet
        case close
    }

    static let group = MultiThreadedEventLoopGroup.singleton
    /// One of its loops, always the same.
    static let loop = group.next()

    let path: String
    private let listener: any Channel

    /// Starts it.
    ///
    /// - Parameters:
    ///   - path: Its socket.
    ///   - act: Asked with method and path, and with the body, of each request.
    /// - Throws: When nothing can listen there.
    init(at path: String, act: @escaping @Sendable (String, String) -> Act) async throws {
        self.path = path
        listener = try await ServerBootstrap(group: Self.group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Talk(act: act))
                }
            }
            .bind(unixDomainSocketPath: path)
            .get()
    }

    func close() async throws { try await listener.close() }
}

/// Reads requests and answers them.
private final class Talk: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let act: @Sendable (String, String) -> StubChild.Act
    private var text = ""

    init(act: @escaping @Sendable (String, String) -> StubChild.Act) {
        self.act = act
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        while let headEnd = text.range(of: "\r\n\r\n") {
            let head = text[..<headEnd.lowerBound].split(separator: "\r\n")
            let field = head.first { $0.hasPrefix("Content-Length: ") }
            let length = field.flatMap { Int($0.dropFirst("Content-Length: ".count)) } ?? 0
            let rest = text[headEnd.upperBound...].utf8
            guard rest.count >= length else { return }
            let body = String(decoding: rest.prefix(length), as: UTF8.self)
            text = String(decoding: rest.dropFirst(length), as: UTF8.self)
            answer(head.first.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } ?? "", body, context)
        }
    }

    private func answer(_ line: String, _ body: String, _ context: ChannelHandlerContext) {
        switch act(line, body) {
        case .stayQuiet: break
        case .close: context.close(promise: nil)
        case .answer(let text, let status):
            let answer = "HTTP/1.1 \(status) X\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }
    }
}
