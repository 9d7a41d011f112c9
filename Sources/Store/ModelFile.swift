/// A model on disk: one GGUF file, or all parts of a split set, and perhaps a projector.
package struct ModelFile: Hashable, Sendable {
    /// The file to load; of a split set the first part.
    package let path: String
    /// The header of that file.
    package let header: GGUFHeader
    /// The header of the projector; `nil` without one.
    package let projector: GGUFHeader?
    /// Bytes of all parts, without the projector.
    package let size: Int
    /// How many numbers the tensors of all parts hold.
    package let parameterCount: Int
    /// The bytes of the matrices, in all parts, that llama.cpp keeps a second time in an order that this processor
    /// multiplies faster.
    package let repackedSize: Int
    /// When the part changed last was changed, since 1970.
    package let modified: Duration
    /// 64 hex digits that stay the same as long as the model is the same, wherever it lies.
    ///
    /// This is an identity and not the SHA-256 of the content, which would mean reading gigabytes. It is the SHA-256 of,
    /// for each part in order: its size and the seconds and the nanoseconds of its modification time, each as eight
    /// bytes, lowest first; then the first 64 KiB of the part, at most its header.
    package let identity: String

    /// Reads the headers and the facts from the file system.
    ///
    /// - Parameters:
    ///   - path: A GGUF file; any part of a split set stands for the whole set.
    ///   - projectorPath: The projector for pictures and sound; `nil` for a model of text alone.
    /// - Throws: ``GGUFError`` when a file cannot be read, is no GGUF file, is cut short, or a part is
    ///   missing.
    package init(path: String, projectorPath: String? = nil) throws(GGUFError) {
        let paths = try Self.parts(of: path)
        var headers: [GGUFHeader] = []
        var size = 0
        var parameterCount = 0
        var repackedSize = 0
        var modified = Duration.zero
        var hash = SHA256()
        for path in paths {
            var reader = try GGUFReader(path: path)
            let header = try GGUFHeader(&reader)
            // A download that broke off has a good header.
            guard header.fileLength <= reader.facts.size else {
                throw GGUFError(
                    path: path,
                    offset: nil,
                    fault: .cutShort(expected: header.fileLength, actual: reader.facts.size)
                )
            }
            let (sum, overflow) = parameterCount.addingReportingOverflow(header.parameterCount)
            guard !overflow else { throw reader.error(.invalid("the number of parameters")) }
            parameterCount = sum
            size += reader.facts.size
            repackedSize += min(header.repackedSize, reader.facts.size)
            modified = max(modified, reader.facts.modified)
            try Self.update(&hash, header, &reader)
            headers.append(header)
        }
        self.path = paths[0]
        self.header = headers[0]
        self.projector = if let projectorPath { try GGUFHeader(path: projectorPath) } else { nil }
        self.size = size
        self.parameterCount = parameterCount
        self.repackedSize = repackedSize
        self.modified = modified
        self.identity = hash.hexDigits
    }

    /// The files of a model, the one to load first.
    private static func parts(of path: String) throws(GGUFError) -> [String] {
        guard let name = SplitName(path: path), name.total > 1 else { return [path] }
        let paths = name.paths
        let missing = paths.indices.filter { !GGUFReader.exists(paths[$0]) }
        guard missing.isEmpty else {
            throw GGUFError(path: path, offset: nil, fault: .missingParts(missing.map { $0 + 1 }))
        }
        return paths
    }

    private static func update(
        _ hash: inout SHA256,
        _ header: GGUFHeader,
        _ reader: inout GGUFReader
    ) throws(GGUFError) {
        let (seconds, attoseconds) = reader.facts.modified.components
        for number in [Int64(reader.facts.size), seconds, attoseconds / 1_000_000_000] { hash.update(number) }
        reader.rewind()
        hash.update(try reader.bytes(min(header.length, GGUFReader.windowSize), in: "the header"))
    }
}
