/// The header of a GGUF file: its key-value part, and what its tensors add up to.
///
/// Source: ggml, `docs/gguf.md`, versions 2 and 3.
package struct GGUFHeader: Hashable, Sendable {
    /// The version of the format, 2 or 3.
    package let version: UInt32
    /// Every key with its value.
    package let metadata: [String: GGUFValue]
    /// How many tensors the file holds.
    package let tensorCount: Int
    /// How many numbers all its tensors hold together.
    package let parameterCount: Int
    /// The bytes that the header takes.
    let length: Int
    /// The bytes that the file has at least, when it is whole.
    let fileLength: Int
    /// The bytes of the matrices that llama.cpp keeps a second time, in an order that this processor multiplies faster.
    let repackedSize: Int
    /// Which tokens for filling in the middle the vocabulary holds.
    let vocabularyInfill: InfillTokens

    /// Reads the header of a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - keepsLists: Whether long lists are kept, such as the vocabulary; that takes megabytes.
    /// - Throws: ``GGUFError`` when the file cannot be read or is no GGUF file.
    package init(path: String, keepsLists: Bool = false) throws(GGUFError) {
        var reader = try GGUFReader(path: path)
        try self.init(&reader, keepsLists: keepsLists)
    }

    /// Reads the header from the front of a file.
    init(_ reader: inout GGUFReader, keepsLists: Bool = false) throws(GGUFError) {
        let opening = try GGUFOpening(&reader)
        (version, tensorCount) = (opening.version, opening.tensorCount)
        var pairs = GGUFPairs(keepsLists: keepsLists)
        for _ in 0..<opening.pairCount { try pairs.read(&reader) }
        metadata = pairs.values
        vocabularyInfill = pairs.infillTokens
        var parameters = 0
        var dataLength = 0
        var repacked = 0
        for index in 0..<tensorCount {
            let tensor = try Self.tensor(index, &reader)
            let (sum, overflow) = parameters.addingReportingOverflow(tensor.size)
            guard !overflow else { throw reader.error(.invalid("the number of parameters")) }
            parameters = sum
            dataLength = max(dataLength, tensor.end)
            repacked = min(repacked, .max - tensor.repacked) + tensor.repacked
        }
        repackedSize = repacked
        parameterCount = parameters
        length = reader.offset
        let alignment = pairs.values["general.alignment"]?.integer ?? 32
        guard 1...1 << 20 ~= alignment else { throw reader.error(.invalid("the alignment")) }
        let (end, overflow) = ((length + alignment - 1) / alignment * alignment).addingReportingOverflow(dataLength)
        guard !overflow else { throw reader.error(.invalid("the place of a tensor")) }
        fileLength = dataLength == 0 ? length : end
    }

    /// The numbers that the next tensor holds, where its data end, from the start of all data, and how many bytes of
    /// it are repacked.
    private static func tensor(
        _ index: Int,
        _ reader: inout GGUFReader
    ) throws(GGUFError) -> (size: Int, end: Int, repacked: Int) {
        var part: String { "tensor \(index)" }
        let nameLength = try reader.count(of: 1, in: part)
        // Longer names than the one that matters are not worth keeping.
        let name = try reader.bytes(min(nameLength, Self.lookupName.count), in: part)
        try reader.skip(nameLength - name.count, in: part)
        let dimensions = try reader.integer(UInt32.self, in: part)
        guard dimensions <= 4 else { throw reader.error(.invalid("the shape of \(part)")) }
        var size = 1
        var rows = 1
        for dimension in 0..<dimensions {
            let extent = try reader.integer(UInt64.self, in: part)
            let (product, overflow) = size.multipliedReportingOverflow(by: Int(exactly: extent) ?? -1)
            guard !overflow, product >= 0 else { throw reader.error(.invalid("the shape of \(part)")) }
            size = product
            if dimension == 1 { rows = Int(exactly: extent) ?? 1 }
        }
        let number = try reader.integer(UInt32.self, in: part)
        let type = GGUFTensorType(number: number)
        let place = Int(exactly: try reader.integer(UInt64.self, in: part)) ?? .max
        // Of a type that nobody has heard of only the start is known.
        let (end, overflow) = place.addingReportingOverflow(type?.size(of: size) ?? 0)
        guard !overflow else { throw reader.error(.invalid("the place of \(part)")) }
        let isRepacked = GGUFTensorType.repacked.contains(number) && rows.isMultiple(of: 8) && name != lookupName
        return (size, end, isRepacked ? type?.size(of: size) ?? 0 : 0)
    }

    /// The table of tokens is left as it is: rows are looked up in it.
    private static let lookupName = Array("token_embd.weight".utf8)
}
