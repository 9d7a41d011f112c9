import API
import HTTP
import NIOCore
import NIOPosix
import Schema

/// Talks to a running server.
struct Client: Sendable {
    /// Where it is.
    let address: ServerAddress
    private let pool: UpstreamPool
    private let loop: any EventLoop
    /// A line of each request's head; empty without a key.
    private let authorization: String

    /// A client on an event loop of its own, which lives as long as the program.
    ///
    /// - Parameters:
    ///   - address: Where the server is.
    ///   - key: Proves who asks, and can stand in a header; `nil`: nothing does.
    init(to address: ServerAddress, key: String? = nil) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.address = address
        authorization = key.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        loop = group.next()
        pool = UpstreamPool(to: address.upstream, on: group)
    }

    /// The methods of HTTP that are needed.
    enum Method: String {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    /// Asks, and waits for the whole answer.
    ///
    /// - Returns: What came; `nil` when that is nothing.
    /// - Throws: ``Refusal``.
    @discardableResult
    func ask(_ method: Method, _ path: String, _ body: JSON? = nil) async throws -> JSON? {
        var answer: JSON?
        for try await value in stream(method, path, body) { answer = value }
        return answer
    }

    /// Asks, and gives the answer line by line.
    func stream(_ method: Method, _ path: String, _ body: JSON? = nil) -> Answer {
        Answer(to: request(method, path, body), through: pool, on: loop, from: address)
    }

    private func request(_ method: Method, _ path: String, _ body: JSON?) -> ByteBuffer {
        let bytes = body?.bytes
        let length = bytes.map { "Content-Type: application/json\r\nContent-Length: \($0.count)\r\n" } ?? ""
        var request = ByteBuffer(
            string: "\(method.rawValue) \(path) HTTP/1.1\r\nHost: \(address.authority)\r\n"
                + "User-Agent: paddock/\(Paddock.version)\r\nAccept: application/json\r\n\(authorization)\(length)\r\n"
        )
        if let bytes { request.writeBytes(bytes) }
        return request
    }
}
