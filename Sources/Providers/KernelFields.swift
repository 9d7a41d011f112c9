/// The sizes in a text of the kernel with lines like `MemTotal:  24105 kB`.
struct KernelFields {
    private let sizes: [Substring: Int]

    /// Reads the lines that hold a size.
    init(_ text: String) {
        sizes = text.split(separator: "\n").reduce(into: [:]) { sizes, line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 3, words[0].last == ":", words[2] == "kB", let count = Int(words[1]),
                0...Int.max >> 20 ~= count
            else { return }
            sizes[words[0].dropLast()] = count << 10
        }
    }

    /// The bytes of a field; `nil` when there is none.
    subscript(name: String) -> Int? { sizes[name[...]] }
}
