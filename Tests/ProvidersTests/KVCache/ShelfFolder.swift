import Foundation

@testable import Providers

/// A folder for saved conversations, gone when nobody holds it any more.
final class ShelfFolder {
    let path = NSTemporaryDirectory() + "kv-tests-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func shelf(byteLimit: Int = 1 << 20) throws -> KVShelf { try KVShelf(at: path, byteLimit: byteLimit) }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0 != "lock" }.sorted()
    }

    /// Changes the bytes of a file.
    func change(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        var bytes = [UInt8](try Data(contentsOf: url))
        change(&bytes)
        try Data(bytes).write(to: url)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
}

/// The bytes of slot files as children write them.
enum SlotBytes {
    /// A file as build b11434 writes it.
    static func file(_ tokens: [Int32], state: Int = 100, version: UInt32 = 4) -> [UInt8] {
        let packed = [UInt32.max, 1, UInt32(tokens.count)] + tokens.map(UInt32.init(bitPattern:)) + [0]
        return words([0x6767_7371, version, UInt32(packed.count)] + packed) + [UInt8](repeating: 7, count: state)
    }

    /// Numbers of 32 bits, lowest byte first.
    static func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word.littleEndian, Array.init) }
    }
}
