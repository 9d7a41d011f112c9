import Foundation
import Testing

@testable import Download

@Suite struct `Partial files` {
    private let folder = NSTemporaryDirectory() + "download-tests-\(UUID().uuidString)"
    private var path: String { "\(folder)/file-partial" }
    private static let mebibyte = 1 << 20

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    private func open(size: Int, validator: String? = nil) throws -> PartialFile {
        let file = try #require(try PartialFile(at: path))
        try file.prepare(size: size, validator: validator)
        return file
    }

    private func write(_ count: Int, to file: PartialFile, at offset: Int) throws {
        let bytes = [UInt8](repeating: 7, count: count)
        try bytes.withUnsafeBytes { try file.write($0, at: offset) }
    }

    @Test func `are taken up where they were left, at a whole piece`() throws {
        do {
            let file = try open(size: 3 << 20)
            try write(Self.mebibyte + 5, to: file, at: 0)
            try write(100, to: file, at: Self.mebibyte + 5)
            #expect(file.received == Self.mebibyte + 105)
        }
        let file = try open(size: 3 << 20)
        #expect(file.map.marks == [.written, .missing, .missing])
        #expect(file.received == Self.mebibyte)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `keep what was synced apart from what was written`() throws {
        let file = try open(size: 2 << 20)
        try write(Self.mebibyte, to: file, at: 0)
        file.sync()
        try write(Self.mebibyte, to: file, at: Self.mebibyte)
        let bytes = try #require(FileManager.default.contents(atPath: "\(path).journal"))
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\nsw"))
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test(arguments: [(3 << 20, "\"one\""), (2 << 20, "\"two\""), (2 << 20, nil)])
    func `start over when the remote file is another one`(_ size: Int, _ validator: String?) throws {
        do {
            let file = try open(size: 2 << 20, validator: "\"one\"")
            try write(Self.mebibyte, to: file, at: 0)
        }
        let file = try open(size: size, validator: validator)
        #expect(file.received == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == 0)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `start over when the bytes are gone, and only the journal is there`() throws {
        do {
            let file = try open(size: 2 << 20)
            try write(Self.mebibyte, to: file, at: 0)
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(try open(size: 2 << 20).received == 0)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `belong to one at a time`() throws {
        do {
            let file = try open(size: 2 << 20)
            try write(Self.mebibyte, to: file, at: 0)
            #expect(try PartialFile(at: path) == nil)
            #expect(PartialFile.completed(at: path) == Self.mebibyte)
        }
        #expect(try PartialFile(at: path) != nil)
        try FileManager.default.removeItem(atPath: folder)
    }
}
