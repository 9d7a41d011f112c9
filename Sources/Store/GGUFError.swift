/// Why a model file cannot be read: what is wrong, and where.
package struct GGUFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a file.
    package enum Fault: Hashable, Sendable {
        /// The system refused; the text says why.
        case unreadable(String)
        /// It is no regular file.
        case notAFile
        /// It does not start with the letters `GGUF`.
        case notGGUF
        /// Its version of the format is none of 2 and 3; one made on a big-endian machine looks like that, too.
        case unsupportedVersion(UInt32)
        /// It ends within what the text names.
        case truncated(String)
        /// Its header is whole, but not all of the data that it names is there; the numbers are bytes.
        case cutShort(expected: Int, actual: Int)
        /// It claims more, of what the text names, than a header may hold.
        case tooLarge(String)
        /// What the text names has a value that cannot be.
        case invalid(String)
        /// These parts of a split set are not there, counted from 1.
        case missingParts([Int])
    }

    /// The file.
    package let path: String
    /// Bytes from its start; `nil` when the fault has no place.
    package let offset: Int?
    /// What is wrong.
    package let fault: Fault

    /// A sentence that names the file, the fault and the place.
    package var description: String { "\(path): \(reason)." }

    /// The fault and its place.
    package var reason: String { phrase + (offset.map { " (byte \($0))" } ?? "") }

    private var phrase: String {
        switch fault {
        case .unreadable(let reason): reason
        case .notAFile: "not a regular file"
        case .notGGUF: "not a GGUF file"
        case .unsupportedVersion(let version): "GGUF version \(version) is not supported, only 2 and 3 are"
        case .truncated(let part): "the file ends within \(part)"
        case .cutShort(let expected, let actual):
            "the file is cut short: its header names \(expected) bytes, and there are \(actual)"
        case .tooLarge(let part): "\(part) is larger than a header may be"
        case .invalid(let part): "\(part) is not valid"
        case .missingParts(let numbers):
            "missing part \(numbers.prefix(10).map { String($0) }.joined(separator: ", "))"
                + (numbers.count > 10 ? " and \(numbers.count - 10) more" : "")
        }
    }
}
