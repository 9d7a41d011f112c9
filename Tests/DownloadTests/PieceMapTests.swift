import Testing

@testable import Download

@Suite struct `Piece maps` {
    /// Pieces of ten bytes, as a journal writes them.
    private func map(_ letters: String, size: Int) -> PieceMap {
        PieceMap(size: size, pieceSize: 10, marks: letters.utf8.map { PieceMap.Mark(rawValue: $0) ?? .missing })
    }

    @Test func `plan all of a new file`() {
        #expect(PieceMap(size: 95, pieceSize: 10).parts(ofAtMost: 40) == [0..<40, 40..<80, 80..<95])
    }

    @Test func `plan what is missing, cut where pieces begin`() {
        let map = map("w..s....s.", size: 95)
        #expect(map.parts(ofAtMost: 25) == [10..<30, 40..<60, 60..<80, 90..<95])
        #expect(map.parts(ofAtMost: 1000) == [10..<30, 40..<80, 90..<95])
    }

    @Test func `plan parts of at least a piece`() {
        #expect(PieceMap(size: 20, pieceSize: 10).parts(ofAtMost: 3) == [0..<10, 10..<20])
    }

    @Test func `plan nothing when nothing is missing`() {
        #expect(map("wsw", size: 25).parts(ofAtMost: 10).isEmpty)
        #expect(PieceMap(size: 0, pieceSize: 10).parts(ofAtMost: 10).isEmpty)
        #expect(PieceMap(size: 0, pieceSize: 10).prefix == 0)
    }

    @Test(arguments: [
        (0..<9, 0..<0), (0..<10, 0..<1), (5..<10, 0..<1), (5..<19, 0..<1), (10..<11, 1..<1), (0..<30, 0..<3),
        (90..<94, 9..<9), (93..<95, 9..<10), (80..<95, 8..<10),
    ])
    func `count a piece when its last byte has come`(_ bytes: Range<Int>, _ pieces: Range<Int>) {
        #expect(PieceMap(size: 95, pieceSize: 10).pieces(endingIn: bytes) == pieces)
    }

    @Test func `know how much has come, and up to where without a gap`() {
        let map = map("ws.w", size: 35)
        #expect(map.completed == 25)
        #expect(map.prefix == 20)
        #expect(map.end == 35)
    }
}
