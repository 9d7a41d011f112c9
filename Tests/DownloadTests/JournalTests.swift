import Testing

@testable import Download

@Suite struct `Journals` {
    private var journal: Journal {
        var journal = Journal(size: 5 << 20, validator: "\"one\"")
        journal.map.mark([0, 1], .synced)
        journal.map.mark([3], .written)
        return journal
    }

    @Test func `survive the end of the process`() {
        #expect(Journal(journal.bytes(boot: "run"), boot: "run") == journal)
    }

    @Test(arguments: ["other", nil])
    func `count only what was synced after the end of the kernel`(_ boot: String?) {
        var expected = journal
        expected.map.mark([3], .missing)
        #expect(Journal(journal.bytes(boot: "run"), boot: boot) == expected)
    }

    @Test func `count nothing that the file does not tell of`() throws {
        let bytes = journal.bytes(boot: "run")
        let cut = try #require(Journal(Array(bytes.dropLast(3)), boot: "run"))
        #expect(cut.map.marks == [.synced, .synced, .missing, .missing, .missing])
        let longer = try #require(Journal(bytes + Array("wwww".utf8), boot: "run"))
        #expect(longer == journal)
    }

    @Test(arguments: [
        "", "\n", "{}\n", "{\"version\":2,\"size\":1,\"piece\":1}\nw", "{\"version\":1,\"size\":-1,\"piece\":1}\n",
    ])
    func `are not made of anything else`(_ text: String) {
        #expect(Journal(Array(text.utf8), boot: nil) == nil)
    }
}
