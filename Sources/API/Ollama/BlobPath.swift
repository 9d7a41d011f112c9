import Schema
import Store

/// The path of a file that models are made of.
struct BlobPath: Shape {
    struct Fields {
        let digest = Field<Digest>("digest", "`sha256:` and the 64 hex digits of the file's SHA-256.")
    }
    static let description = Description(
        "Which file.",
        Fields(),
        example: #"{"digest":"sha256:2d8bd7d9bb5f85ba643f0110d50cb506a1fe439e769a22503193ea6046bb87f7"}"#
    )
    var members = JSONObject()
    init() {}
}
