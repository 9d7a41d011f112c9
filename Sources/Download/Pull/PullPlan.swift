import Schema
import Store

/// What a model consists of, before it is fetched.
struct PullPlan: Sendable {
    /// One file of it.
    struct File: Sendable {
        let remote: RemoteFile
        /// What it is, as the manifest writes it.
        let mediaType: String
    }

    /// Where the manifest comes from.
    enum Source: Sendable {
        /// The registry has given it; these are its bytes.
        case given([UInt8])
        /// It is made when the files have come; what is given here is noted in the configuration.
        case made(JSONObject)
    }

    /// The name that it will have.
    let reference: ModelReference
    /// Its files, in order.
    let files: [File]
    let manifest: Source
}
