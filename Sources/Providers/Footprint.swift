/// How much memory a running model takes.
package struct Footprint: Hashable, Sendable {
    /// Bytes that belong to its process alone: KV cache, buffers, weights that are not mapped.
    package var own: Int
    /// Bytes of the file that are mapped; processes of the same file share them.
    package var shared: Int
    /// The file whose bytes are shared; `nil` when nothing is.
    package var file: String?

    /// States a size, in bytes.
    package init(own: Int, shared: Int = 0, file: String? = nil) {
        self.own = own
        self.shared = shared
        self.file = file
    }

    /// All bytes, as if nobody else shared them.
    package var total: Int {
        let (sum, isTooLarge) = own.addingReportingOverflow(shared)
        return isTooLarge ? .max : sum
    }
}
