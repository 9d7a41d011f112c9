import Foundation

/// A folder of its own, gone when nobody holds it any more.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "store-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String = "model.gguf", modified: TimeInterval? = nil) throws -> String {
        let file = "\(path)/\(name)"
        let manager = FileManager.default
        if !manager.fileExists(atPath: file) { _ = manager.createFile(atPath: file, contents: nil) }
        // In place: a file that is emptied and written anew waits for the disk, and some tests write thousands.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.write(contentsOf: Data(bytes))
        try handle.truncate(atOffset: UInt64(bytes.count))
        try handle.close()
        if let modified {
            let date = Date(timeIntervalSince1970: modified)
            try manager.setAttributes([.modificationDate: date], ofItemAtPath: file)
        }
        return file
    }
}
