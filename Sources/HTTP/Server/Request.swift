package import NIOCore
package import NIOHTTP1

/// One request, complete with its body.
package struct Request {
    /// The method.
    package let method: HTTPMethod
    /// The path as it came, before the question mark.
    package let path: Substring
    /// What stands behind the question mark; empty when there is none.
    package let query: Substring
    /// The headers.
    package let headers: HTTPHeaders
    /// The body; empty when there is none.
    package internal(set) var body: ByteBuffer
    /// What has taken the body instead; `nil` when it was collected.
    package let sink: (any BodySink)?
    /// When the request's head came.
    package let arrival: NIODeadline

    /// A request.
    package init(head: HTTPRequestHead, body: ByteBuffer, sink: (any BodySink)? = nil, arrival: NIODeadline) {
        self.sink = sink
        method = head.method
        headers = head.headers
        let mark = head.uri.utf8.firstIndex(of: UInt8(ascii: "?"))
        // A proxy's client may send the whole address; only its path matters here.
        var path = head.uri[..<(mark ?? head.uri.endIndex)]
        if !path.hasPrefix("/"), let scheme = path.range(of: "://") {
            let rest = path[scheme.upperBound...]
            path = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        self.path = path
        query = mark.map { head.uri[head.uri.index(after: $0)...] } ?? ""
        self.body = body
        self.arrival = arrival
    }
}

extension Substring {
    /// Where a short text stands first.
    fileprivate func range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
