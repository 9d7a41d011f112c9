/// The bytes of a GGUF file, written by hand.
struct GGUFBytes {
    /// A value with its type.
    enum Value {
        case uint8(UInt8), int8(Int8), uint16(UInt16), int16(Int16), uint32(UInt32), int32(Int32), float32(Float)
        case bool(Bool), string(String), uint64(UInt64), int64(Int64), float64(Double)
        /// An array; its elements are of one type.
        case array(type: UInt32, [Value])

        var type: UInt32 {
            switch self {
            case .uint8: 0
            case .int8: 1
            case .uint16: 2
            case .int16: 3
            case .uint32: 4
            case .int32: 5
            case .float32: 6
            case .bool: 7
            case .string: 8
            case .array: 9
            case .uint64: 10
            case .int64: 11
            case .float64: 12
            }
        }

        var bytes: [UInt8] {
            switch self {
            case .uint8(let value): GGUFBytes.bytes(value)
            case .int8(let value): GGUFBytes.bytes(value)
            case .uint16(let value): GGUFBytes.bytes(value)
            case .int16(let value): GGUFBytes.bytes(value)
            case .uint32(let value): GGUFBytes.bytes(value)
            case .int32(let value): GGUFBytes.bytes(value)
            case .float32(let value): GGUFBytes.bytes(value.bitPattern)
            case .bool(let value): [value ? 1 : 0]
            case .string(let value): GGUFBytes.bytes(UInt64(value.utf8.count)) + Array(value.utf8)
            case .uint64(let value): GGUFBytes.bytes(value)
            case .int64(let value): GGUFBytes.bytes(value)
            case .float64(let value): GGUFBytes.bytes(value.bitPattern)
            case .array(let type, let elements):
                GGUFBytes.bytes(type) + GGUFBytes.bytes(UInt64(elements.count)) + elements.flatMap(\.bytes)
            }
        }
    }

    var magic = "GGUF"
    var version: UInt32 = 3
    var pairs: [(key: String, value: Value)] = []
    var tensors: [(name: String, shape: [UInt64])] = []
    /// Bytes behind the header; a file is whole only with those of its tensors.
    var data: [UInt8] = []

    /// The header alone.
    var header: [UInt8] {
        var bytes = Array(magic.utf8) + Self.bytes(version)
        bytes += Self.bytes(UInt64(tensors.count)) + Self.bytes(UInt64(pairs.count))
        for (key, value) in pairs {
            bytes += Value.string(key).bytes + Self.bytes(value.type) + value.bytes
        }
        for (name, shape) in tensors {
            bytes += Value.string(name).bytes + Self.bytes(UInt32(shape.count)) + shape.flatMap(Self.bytes)
            bytes += Self.bytes(UInt32(0)) + Self.bytes(UInt64(0))
        }
        return bytes
    }

    var all: [UInt8] { header + data }

    static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// A small model that holds every type of value.
    static let sample = GGUFBytes(
        pairs: [
            ("general.architecture", .string("llama")),
            ("general.name", .string("Tiny")),
            ("general.size_label", .string("1K")),
            ("general.license", .string("apache-2.0")),
            ("general.file_type", .uint32(3)),
            ("llama.context_length", .uint32(2048)),
            ("llama.embedding_length", .uint64(64)),
            ("tokenizer.chat_template", .string("{{ messages }}")),
            ("a.uint8", .uint8(200)), ("a.int8", .int8(-1)), ("a.uint16", .uint16(65535)), ("a.int16", .int16(-2)),
            ("a.int32", .int32(-3)), ("a.float32", .float32(0.5)), ("a.bool", .bool(true)), ("a.uint64", .uint64(.max)),
            ("a.int64", .int64(.min)), ("a.float64", .float64(0.25)),
            ("a.list", .array(type: 5, [.int32(1), .int32(-1)])),
            ("a.texts", .array(type: 8, [.string("x"), .string("")])),
            (
                "a.nested",
                .array(type: 9, [.array(type: 8, [.string("deep")]), .array(type: 0, [.uint8(1), .uint8(2)])])
            ),
            ("tokenizer.ggml.tokens", .array(type: 8, [.string("a"), .string("<|fim_prefix|>"), .string("é")])),
        ],
        tensors: [
            ("token_embd.weight", [64, 10]), ("output.weight", [64, 10, 1, 1]), ("scale", []), ("empty", [0, 7]),
        ],
        data: Array(repeating: 1, count: 2_600)
    )
}
