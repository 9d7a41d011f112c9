import HTTP
import NIOCore
import NIOHTTP1

@testable import API

extension Incoming {
    /// A request with a body.
    init(posting body: ByteBuffer) {
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        self.init(request: Request(head: head, body: body, arrival: .now()), parameters: [:], caller: .anyone)
    }

    /// A request with something behind the question mark.
    init(asking query: String) {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/?" + query)
        self.init(request: Request(head: head, body: ByteBuffer(), arrival: .now()), parameters: [:], caller: .anyone)
    }
}
