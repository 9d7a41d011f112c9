import Testing

@testable import paddock

@Suite struct `Lines of a chat` {
    private func entries(_ lines: String...) -> [Composer.Entry?] {
        var composer = Composer()
        return lines.map { composer.take($0) }
    }

    @Test func `a line is a message, a command or nothing`() {
        #expect(
            entries(" hello ", "/bye", " ", "/?", "/") == [
                .message("hello"), .command("/bye"), .blank, .command("/?"), .command("/"),
            ]
        )
    }

    @Test(arguments: ["/home/me/cat.png what is it?", "/tmp/x", "/a.png"])
    func `a path is no command`(line: String) {
        #expect(entries(line) == [.message(line)])
    }

    @Test func `three quotes begin a text that three quotes end`() {
        #expect(entries(#""""one"#, " two", #"/bye""""#) == [nil, nil, .message("one\n two\n/bye")])
        #expect(entries(#"""""#, "a", "", "b", #"""" "#) == [nil, nil, nil, nil, .message("a\n\nb")])
        #expect(entries(#""""all at once""""#) == [.message("all at once")])
        #expect(entries("\"\"\"pasted\nlines\"\"\"") == [.message("pasted\nlines")])
        #expect(entries(#""""""""#) == [.blank])
    }

    @Test func `instructions may have several lines too`() {
        #expect(
            entries(#"/set system """Be brief."#, #"Be kind.""""#) == [
                nil, .command("/set system Be brief.\nBe kind."),
            ]
        )
    }

    @Test func `what is thrown away does not come back`() {
        var composer = Composer()
        let begun = composer.take(#""""one"#)
        composer.abandon()
        let entries = [composer.take("two"), composer.take(#""""three""""#)]
        #expect(begun == nil && entries == [.message("two"), .message("three")])
    }
}
