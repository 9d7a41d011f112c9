import HTTP
import NIOCore
import NIOHTTP1
import Store

extension LibraryKeeper {
    private static let blobs = "/api/blobs/"

    /// Whether a request sends a file.
    func takesFile(_ head: HTTPRequestHead) -> Bool {
        // Asked of every request, and by bytes it is told in no time.
        head.method == .POST && head.uri.utf8.starts(with: Self.blobs.utf8)
    }

    /// What takes the body of a request that sends a file; `nil` when nothing can.
    func sink(for head: HTTPRequestHead, on loop: any EventLoop) -> (any BodySink)? {
        // The colon is all that a digest has to be escaped.
        let name = head.uri.dropFirst(Self.blobs.count).prefix { $0 != "?" }
            .replacing("%3A", with: ":").replacing("%3a", with: ":")
        guard let digest = Digest(name), library.path(of: digest) == nil else { return BlobSink(nil, on: loop) }
        // A folder that cannot be made is told of when the request is answered.
        return (try? BlobUpload(digest, into: library.own)).map { BlobSink($0, on: loop) }
    }
}
