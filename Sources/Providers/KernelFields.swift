/// The sizes in a text of the kernel with lines like `MemTotal:  24105 kB`.
///
/// A line is looked at when somebody asks for it: of the sixty lines that the kernel has, three are wanted, every second
/// and of every child.
struct KernelFields {
    private let text: [UInt8]

    /// Takes the text.
    init(_ text: String) { self.text = Array(text.utf8) }

    /// The bytes of a field; `nil` when there is none, or its line holds no size.
    subscript(name: String) -> Int? {
        for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: name.utf8) {
            let rest = line.dropFirst(name.utf8.count)
            guard rest.first == UInt8(ascii: ":") else { continue }
            return Self.size(rest.dropFirst())
        }
        return nil
    }

    /// The bytes of a number of kibibytes, with white space around.
    private static func size(_ value: ArraySlice<UInt8>) -> Int? {
        let words = value.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard words.count == 2, words[1].elementsEqual("kB".utf8),
            let count = Int(String(decoding: words[0], as: UTF8.self)),
            0...Int.max >> 20 ~= count
        else { return nil }
        return count << 10
    }
}
