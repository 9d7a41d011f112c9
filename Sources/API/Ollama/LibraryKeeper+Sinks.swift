import HTTP
import NIOCore
import NIOHTTP1
import Store

extension LibraryKeeper {
    /// What takes the body of a request that sends a file; `nil` for every other request.
    func sink(for head: HTTPRequestHead, on loop: any EventLoop) -> (any BodySink)? {
        let prefix = "/api/blobs/"
        guard head.method == .POST, head.uri.hasPrefix(prefix) else { return nil }
        // The colon is all that a digest has to be escaped.
        let name = head.uri.dropFirst(prefix.count).prefix { $0 != "?" }
            .replacing("%3A", with: ":").replacing("%3a", with: ":")
        guard let digest = Digest(name), library.path(of: digest) == nil else { return BlobSink(nil, on: loop) }
        // A folder that cannot be made is told of when the request is answered.
        return (try? BlobUpload(digest, into: library.own)).map { BlobSink($0, on: loop) }
    }
}
