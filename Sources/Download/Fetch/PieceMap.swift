/// Which pieces of a file have come.
struct PieceMap: Hashable, Sendable {
    /// The state of a piece, as the journal writes it.
    enum Mark: UInt8, Hashable, Sendable {
        /// It has to be fetched.
        case missing = 46  // .
        /// It has been written, and is lost if the machine loses power.
        case written = 119  // w
        /// It is on the disk.
        case synced = 115  // s
    }

    /// Bytes of the file.
    let size: Int
    /// Bytes of a piece; the last one may be shorter.
    let pieceSize: Int
    /// The state of each piece, in order.
    private(set) var marks: [Mark]

    /// A file of which nothing has come.
    init(size: Int, pieceSize: Int = 1 << 20) {
        self.init(size: size, pieceSize: pieceSize, marks: [])
    }

    /// A file of which some pieces have come; what is not told of is missing.
    init(size: Int, pieceSize: Int, marks: [Mark]) {
        self.size = size
        self.pieceSize = pieceSize
        let count = (size + pieceSize - 1) / pieceSize
        self.marks = Array(marks.prefix(count)) + Array(repeating: .missing, count: max(0, count - marks.count))
    }

    /// The bytes of a piece.
    func bytes(of piece: Int) -> Range<Int> { piece * pieceSize..<min((piece + 1) * pieceSize, size) }

    /// Bytes of the pieces that have come.
    var completed: Int { marks.indices.reduce(0) { $0 + (marks[$1] == .missing ? 0 : bytes(of: $1).count) } }

    /// Bytes at the front that have come without a gap.
    var prefix: Int { marks.firstIndex(of: .missing).map { $0 * pieceSize } ?? size }

    /// Where the last piece ends that has come; 0 without any.
    var end: Int { marks.lastIndex { $0 != .missing }.map { bytes(of: $0).upperBound } ?? 0 }

    /// What is missing, from front to back, in parts of at most so many bytes, which begin where a piece begins.
    func parts(ofAtMost limit: Int) -> [Range<Int>] {
        let step = max(1, limit / pieceSize)
        var parts: [Range<Int>] = []
        var piece = 0
        while piece < marks.count {
            guard marks[piece] == .missing else {
                piece += 1
                continue
            }
            let run = marks[piece...].prefix(step).prefix { $0 == .missing }
            parts.append(bytes(of: piece).lowerBound..<bytes(of: run.endIndex - 1).upperBound)
            piece = run.endIndex
        }
        return parts
    }

    /// The pieces that are whole when the bytes of this range have come, one after the other, and what came before them.
    func pieces(endingIn range: Range<Int>) -> Range<Int> {
        let first = range.lowerBound / pieceSize
        return first..<(range.upperBound == size ? marks.count : max(first, range.upperBound / pieceSize))
    }

    /// Notes what has become of some pieces.
    mutating func mark(_ pieces: some Sequence<Int>, _ mark: Mark) {
        for piece in pieces { marks[piece] = mark }
    }
}
