package import Schema

/// How conversations outlive the eviction of their model.
package struct KVCacheSettings: Shape {
    package struct Fields {
        package let enabled = Field<Bool>(
            "enabled",
            "Whether a model's conversations are saved when it leaves, and brought back when it comes again.",
            default: true
        )
        package let directory = Field<FilePath?>(
            "directory",
            "Where they are saved; left out, `paddock/kv` in the user's cache folder."
        )
        package let maxBytes = Field<ByteSize>(
            "max_bytes",
            "How much they may take on disk; those used longest ago are dropped first.",
            default: ByteSize(10 << 30)
        )
    }
    package static let description = Description(
        "Conversations on disk.",
        Fields(),
        keepsUnknown: false
    )
    package var members = JSONObject()

    package init() {}
}
