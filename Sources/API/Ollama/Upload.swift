import HTTP

/// A body that was taken piece by piece while it came.
struct Upload: RouteInput {
    /// What has taken it; `nil` when the address promised no file.
    let sink: BlobSink?

    static var description: InputDescription { .bytes }

    static func reader() -> @Sendable (Incoming) throws(Problem) -> Upload {
        { (incoming) throws(Problem) in Upload(sink: incoming.request.sink as? BlobSink) }
    }
}
