import Store

/// A file on another server.
struct RemoteFile: Sendable {
    /// Where it lies.
    let url: String
    /// Bytes of it.
    let size: Int
    /// Its content; `nil` when only the file itself can tell.
    let digest: Digest?
    /// What tells one content from another when there is no digest; `nil` when nothing does.
    var validator: String?
    /// What the server is shown.
    let authorization: Authorization
    /// Whether an answer may point to a place that is not encrypted.
    var allowsPlainHTTP = false

    /// More bytes than any file of a model has; who claims more would have sums run over.
    static let sizeLimit = 1 << 50

    /// Where it is kept until it is whole.
    func partialPath(in folder: LibraryFolder) -> String {
        if let digest { return "\(folder.path(of: digest))-partial" }
        var hash = SHA256()
        hash.update(Array(url.utf8))
        return "\(folder.blobs)/url-\(hash.hexDigits)-partial"
    }

    /// The question for some of its bytes; `nil` for all.
    func request(for range: Range<Int>?, patience: Duration) -> TransferRequest {
        var request = TransferRequest(url)
        request.lines = authorization.lines
        request.range = range
        if range != nil, let validator { request.lines.append("If-Range: \(validator)") }
        request.allowsPlainHTTP = allowsPlainHTTP
        request.patience = patience
        return request
    }
}
