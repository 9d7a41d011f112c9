import Store

/// What a server says before the body of its answer.
struct AnswerHead: Hashable, Sendable {
    /// The status, 100 to 599; 0 before there is one.
    private(set) var status = 0
    private var fields: [String: String] = [:]
    /// Host and port that answered, if others pointed there; `nil` for those that were asked.
    private(set) var place: String?

    /// Nothing yet.
    init() {}

    /// What Hugging Face says of a file's content in the answer that points to where the bytes are.
    private static let contentField = "x-linked-etag"

    /// Takes the next line, without its end; a status line begins a new head.
    mutating func read(_ line: some StringProtocol) {
        if line.hasPrefix("HTTP/") {
            let former = self
            self = AnswerHead()
            fields[Self.contentField] = former[Self.contentField]
            place = former["location"].flatMap { WebAddress($0)?.authority } ?? former.place
            let words = line.split(separator: " ", maxSplits: 2)
            status = words.count > 1 ? Int(words[1]) ?? 0 : 0
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            let value = String(line[line.index(after: colon)...].trimmed)
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
    }

    /// The value of a field, its name in small letters; several of them stand with commas between them.
    subscript(name: String) -> String? { fields[name] }

    /// Whether another answer follows, which is the one that counts.
    var isInterim: Bool { status < 200 || (300..<400).contains(status) && fields["location"] != nil }

    /// The SHA-256 of the file, as Hugging Face tells it; `nil` from all others.
    var content: Digest? { fields[Self.contentField].flatMap { Digest(hexDigits: $0.filter { $0 != "\"" }) } }

    /// What tells one content of a file from another; `nil` when the server says nothing of the kind.
    var validator: String? { fields["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 } ?? fields["last-modified"] }
}

extension StringProtocol {
    /// The text without blanks around it.
    var trimmed: SubSequence {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
