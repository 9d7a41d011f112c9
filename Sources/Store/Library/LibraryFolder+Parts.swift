extension LibraryFolder {
    /// Where the parts of a split model have names by which llama.cpp finds one from the other.
    package func partsFolder(of first: Digest) -> String { "\(path)/split/sha256-\(first.hexDigits)" }

    /// The names of the parts of a split model, the one to load first.
    package func partPaths(of parts: [Digest]) -> [String] {
        guard let first = parts.first,
            let name = SplitName(path: "\(partsFolder(of: first))/model-00001-of-\(Self.digits(parts.count)).gguf")
        else { return [] }
        return name.paths
    }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
