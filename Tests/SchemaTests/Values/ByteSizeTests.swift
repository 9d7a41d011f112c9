import Testing

@testable import Schema

@Suite struct `Byte size` {
    @Test(arguments: [
        ("0", 0), ("12", 12), ("12b", 12), ("1K", 1024), ("1kib", 1024), ("1KB", 1000), ("300MiB", 300 << 20),
        ("300 MB", 300_000_000), ("10GiB", 10 << 30), ("1.5G", 3 << 29), ("2T", 2 << 40), ("2TB", 2_000_000_000_000),
    ])
    func `reads numbers with units`(_ text: String, _ bytes: Int) {
        #expect(ByteSize(parsing: text)?.bytes == bytes)
    }

    @Test(arguments: [
        "", "GiB", "-1", "1.", ".5G", "1.2.3M", "1X", "1GiBs", "9999999999T", "1e3", "99999999999999999999",
    ])
    func `refuses what is no size`(_ text: String) {
        #expect(ByteSize(parsing: text) == nil)
    }

    @Test(arguments: [
        (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KiB"), (1_600_000_000, "1.5 GiB"), (.max, "8388608 TiB"),
    ])
    func `is told to people in short`(_ bytes: Int, _ text: String) {
        #expect("\(ByteSize(bytes))" == text)
    }

    @Test(arguments: [(0, JSON.number(0)), (1536, JSON.number(1536)), (10 << 30, "10GiB"), (3 << 20, "3MiB")])
    func `is written so that it is read as the same`(_ bytes: Int, _ json: JSON) {
        #expect(ByteSize(bytes).json == json || ByteSize(bytes).json.string != nil)
        #expect(ByteSize(json: ByteSize(bytes).json)?.bytes == bytes)
    }

    @Test func `of a budget may be left to the machine, or be without limit`() {
        #expect(MemoryBudget(json: "auto") == .automatic && MemoryBudget(json: "none") == .unlimited)
        #expect(MemoryBudget(json: "2GiB") == .size(ByteSize(2 << 30)) && MemoryBudget(json: 5) == .size(ByteSize(5)))
        #expect(MemoryBudget(json: "much") == nil && MemoryBudget(json: "0") == nil)
    }
}
