import Foundation

/// A golden case: what goes in, a line of dashes, what must come out.
struct Case: CustomStringConvertible, Sendable {
    let name: String
    let input: String
    let expected: String

    var description: String { name }

    /// All cases of a theme; a new file in its folder is a new case.
    static func all(_ theme: String) -> [Case] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases/\(theme)")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.map { file in
            guard let text = try? String(contentsOf: file, encoding: .utf8),
                let dashes = text.range(of: "\n---\n")
            else {
                fatalError("\(file.path) has no line of dashes")
            }
            return Case(
                name: file.deletingPathExtension().lastPathComponent,
                input: String(text[..<dashes.lowerBound]),
                expected: text[dashes.upperBound...].trimmingCharacters(in: .newlines)
            )
        }
    }
}
