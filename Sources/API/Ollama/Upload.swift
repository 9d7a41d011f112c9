import HTTP
import Schema

/// A body that was taken piece by piece while it came.
struct Upload: RouteInput {
    /// What has taken it; `nil` when the address promised no file.
    let sink: BlobSink?

    static var rule: Rule? { nil }
    static var takesBytes: Bool { true }

    init(checking request: Request, against rule: Rule?) {
        sink = request.sink as? BlobSink
    }
}
