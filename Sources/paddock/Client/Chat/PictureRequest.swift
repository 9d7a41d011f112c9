import Schema

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A message of a person, with the pictures that it names by their paths.
struct PictureRequest {
    private var text: String
    private var paths: [String] = []

    /// A message without pictures, whatever stands in it.
    init(textOnly text: String) {
        self.text = text
    }

    /// A message whose pictures are taken out of its text.
    ///
    /// - Parameters:
    ///   - text: What was written.
    ///   - isFile: Whether a file lies at a path.
    init(_ text: String, isFile: (String) -> Bool = { access($0, R_OK) == 0 }) {
        self.text = text
        for candidate in PicturePath.candidates(in: text).reversed() {
            let path = Self.expanded(candidate.path)
            guard candidate.isCertain || isFile(path) else { continue }
            self.text.removeSubrange(candidate.range)
            paths.insert(path, at: 0)
        }
        self.text = self.text.trimmed
    }

    /// The message as requests have it.
    ///
    /// - Throws: ``Refusal`` when a picture cannot be read.
    func message() throws(Refusal) -> JSON {
        var message: JSONObject = ["role": "user", "content": .string(text)]
        guard !paths.isEmpty else { return .object(message) }
        var pictures: [JSON] = []
        for path in paths {
            guard let bytes = WholeFile.bytes(at: path), !bytes.isEmpty else {
                throw Refusal("the picture '\(path)' cannot be read")
            }
            pictures.append(.string(Base64.encode(bytes)))
        }
        message["images"] = .array(pictures)
        return .object(message)
    }

    private static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }
}
