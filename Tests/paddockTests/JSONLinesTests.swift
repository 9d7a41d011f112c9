import Schema
import Testing

@testable import paddock

@Suite struct `Lines of JSON` {
    private static let text = "{\"a\":1}\r\n\n{\"b\":\"é\"}\n[2]"

    @Test(arguments: [1, 2, 3, 100])
    func `lines are found however the bytes are cut`(size: Int) throws {
        var lines = JSONLines()
        var values: [JSON] = []
        let bytes = Array(Self.text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            values += try lines.take(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(values == [["a": 1], ["b": "é"]])
        let last = try lines.finish()
        #expect(last == [[2]])
    }

    @Test func `a line that is no JSON is refused`() {
        var lines = JSONLines()
        #expect(throws: Refusal.self) { try lines.take(Array("<html>\n".utf8)) }
    }
}
