import Schema
import Store

/// The path of a file that models are made of.
struct BlobPath: Shape {
    struct Fields {
        let digest = Field<Digest>("digest", "`sha256:` and the 64 hex digits of the file's SHA-256.")
    }
    static let description = Description("Which file.", Fields())
    var members = JSONObject()
    init() {}
}
