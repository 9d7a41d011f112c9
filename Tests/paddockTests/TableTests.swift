import Testing

@testable import paddock

@Suite struct `Tables` {
    @Test func `columns stand below each other, and lines have no blanks at their ends`() {
        let table = Table(header: ["NAME", "SIZE"], rows: [["a-long-name", "1"], ["日本", ""], ["x"]])
        let lines = table.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines == ["NAME           SIZE", "a-long-name    1", "日本", "x", ""])
    }

    @Test func `a wide character takes two cells of its column`() {
        #expect(Table(rows: [["語", "1"], ["abc", "2"]]).text == "語     1\nabc    2\n")
    }

    @Test func `a table without rows is nothing but its header`() {
        #expect(Table(header: ["NAME"]).text == "NAME\n")
        #expect(Table().text.isEmpty)
    }
}
