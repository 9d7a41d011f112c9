import Testing

@testable import paddock

@Suite struct `The history of a prompt` {
    @Test func `blank texts and repetitions are not kept`() {
        var history = History(["a"])
        let isKept = [history.add("a"), history.add(" \n"), history.add("b"), history.add("a")]
        #expect(isKept == [false, false, true, true])
        #expect(history.texts == ["a", "b", "a"])
    }

    @Test func `the oldest leave when there are too many`() {
        var history = History((0..<History.limit).map { "\($0)" })
        let isKept = history.add("new")
        #expect(isKept)
        #expect(history.texts.count == History.limit)
        #expect(history.texts.first == "1")
    }

    @Test(arguments: ["a", "two\nlines", #"back\slash"#, #"\n"#, "\\\n\\n"])
    func `a text is read from its line as it was`(text: String) {
        let line = History.line(for: text)
        #expect(!line.contains("\n"))
        #expect(History(parsing: "x\n\(line)\ny\n").texts == ["x", text, "y"])
    }
}
