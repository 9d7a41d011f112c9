/// Reads the key-value part of a GGUF file and keeps what is worth it.
struct GGUFPairs {
    private(set) var values: [String: GGUFValue] = [:]
    private(set) var infillTokens: InfillTokens = []
    /// Bytes of keys and texts that may still be kept; real files have some 100 kB of them, a chat template mostly, and
    /// 10 MB with their lists.
    private var budget: Int
    /// Lists with more elements are only counted.
    private let longestList: Int
    private let keepsLists: Bool
    /// Elements of lists that may still be kept.
    private var elementBudget = 4 << 20

    /// Arrays in arrays in arrays.
    private static let deepestNesting = 8
    private static let vocabulary = "tokenizer.ggml.tokens"

    /// Begins to read.
    ///
    /// - Parameter keepsLists: Whether long lists are kept, such as the vocabulary; then its marks for filling in are not
    ///   looked for.
    init(keepsLists: Bool = false) {
        self.keepsLists = keepsLists
        (budget, longestList) = keepsLists ? (64 << 20, 2 << 20) : (4 << 20, 256)
    }

    /// Reads the next pair.
    mutating func read(_ reader: inout GGUFReader) throws(GGUFError) {
        let length = try reader.count(of: 1, in: "a key")
        guard 1...0xFFFF ~= length, length <= budget else { throw reader.error(.invalid("the length of a key")) }
        let key = String(decoding: try reader.bytes(length, in: "a key"), as: UTF8.self)
        budget -= length
        guard values[key] == nil else { throw reader.error(.invalid("the second '\(key)'")) }
        let type = try Self.type(of: key, &reader)
        values[key] = type == .array ? try array(of: key, &reader) : try plain(type, of: key, &reader)
    }

    private static func type(of key: String, _ reader: inout GGUFReader) throws(GGUFError) -> GGUFValueType {
        let number = try reader.integer(UInt32.self, in: key)
        guard let type = GGUFValueType(rawValue: number) else { throw reader.error(.invalid("the type of '\(key)'")) }
        return type
    }

    /// Reads a value that is no array.
    private mutating func plain(
        _ type: GGUFValueType,
        of key: String,
        _ reader: inout GGUFReader
    ) throws(GGUFError) -> GGUFValue {
        switch type {
        case .uint8: return .integer(Int64(try reader.integer(UInt8.self, in: key)))
        case .int8: return .integer(Int64(try reader.integer(Int8.self, in: key)))
        case .uint16: return .integer(Int64(try reader.integer(UInt16.self, in: key)))
        case .int16: return .integer(Int64(try reader.integer(Int16.self, in: key)))
        case .uint32: return .integer(Int64(try reader.integer(UInt32.self, in: key)))
        case .int32: return .integer(Int64(try reader.integer(Int32.self, in: key)))
        case .int64: return .integer(try reader.integer(Int64.self, in: key))
        case .uint64:
            let value = try reader.integer(UInt64.self, in: key)
            return Int64(exactly: value).map { .integer($0) } ?? .unsigned(value)
        case .float32: return .float(Double(Float(bitPattern: try reader.integer(UInt32.self, in: key))))
        case .float64: return .float(Double(bitPattern: try reader.integer(UInt64.self, in: key)))
        case .bool: return .bool(try reader.integer(UInt8.self, in: key) != 0)
        case .string, .array: return try text(of: key, &reader)
        }
    }

    private mutating func text(of key: String, _ reader: inout GGUFReader) throws(GGUFError) -> GGUFValue {
        let length = try reader.count(of: 1, in: key)
        guard length <= budget else {
            try reader.skip(length, in: key)
            return .omitted(count: length)
        }
        budget -= length
        return .text(String(decoding: try reader.bytes(length, in: key), as: UTF8.self))
    }

    private mutating func array(of key: String, _ reader: inout GGUFReader) throws(GGUFError) -> GGUFValue {
        let type = try Self.type(of: key, &reader)
        let count = try reader.count(of: type.leastSize, in: key)
        if key == Self.vocabulary, type == .string, !keepsLists {
            for _ in 0..<count { infillTokens.formUnion(try InfillTokens(ofNext: &reader)) }
            return .omitted(count: count)
        }
        guard type != .array, count <= min(longestList, elementBudget) else {
            try Self.skip(count, type, of: key, &reader, depth: 1)
            return .omitted(count: count)
        }
        elementBudget -= count
        var elements: [GGUFValue] = []
        for _ in 0..<count { elements.append(try plain(type, of: key, &reader)) }
        return .list(elements)
    }

    /// Steps over the elements of an array.
    private static func skip(
        _ count: Int,
        _ type: GGUFValueType,
        of key: String,
        _ reader: inout GGUFReader,
        depth: Int
    ) throws(GGUFError) {
        switch type {
        case .array:
            guard depth < deepestNesting else { throw reader.error(.invalid("the nesting of '\(key)'")) }
            for _ in 0..<count {
                let type = try Self.type(of: key, &reader)
                let count = try reader.count(of: type.leastSize, in: key)
                try skip(count, type, of: key, &reader, depth: depth + 1)
            }
        case .string:
            for _ in 0..<count { try reader.skip(try reader.count(of: 1, in: key), in: key) }
        default:
            try reader.skip(count * type.leastSize, in: key)
        }
    }
}
