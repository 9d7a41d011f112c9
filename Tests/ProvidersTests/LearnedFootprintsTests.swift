import Foundation
import Testing

@testable import Providers

@Suite struct `Learned footprints` {
    private let file = File()

    /// A file of its own, gone when nobody holds it any more.
    private final class File: Sendable {
        let folder = NSTemporaryDirectory() + "learned-tests-\(UUID().uuidString)"
        var path: String { "\(folder)/learned.json" }

        init() { try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
    }

    @Test func `remembers beyond its own life`() async {
        let learned = LearnedFootprints(path: file.path)
        let footprint = Footprint(own: 5, shared: 7, file: "/models/ä \"b\".gguf")
        learned.learn(footprint, for: "a")
        learned.learn(Footprint(own: 1), for: "b")
        await learned.flush()
        let again = LearnedFootprints(path: file.path)
        #expect(again.footprint(for: "a") == footprint)
        #expect(again.footprint(for: "b") == Footprint(own: 1))
        #expect(again.footprint(for: "c") == nil)
    }

    @Test func `believes more at once and less slowly`() {
        let learned = LearnedFootprints(path: file.path)
        for (own, expected) in [(100, 100), (180, 180), (100, 160), (160, 160), (0, 120)] {
            learned.learn(Footprint(own: own), for: "a")
            #expect(learned.footprint(for: "a")?.own == expected)
        }
    }

    @Test func `forgets what was measured longest ago`() async {
        let learned = LearnedFootprints(path: file.path, limit: 2)
        for key in ["a", "b", "a", "c"] { learned.learn(Footprint(own: 1), for: key) }
        #expect(["a", "b", "c"].map { learned.footprint(for: $0) != nil } == [true, false, true])
        await learned.flush()
        let smaller = LearnedFootprints(path: file.path, limit: 1)
        #expect(["a", "b", "c"].map { smaller.footprint(for: $0) != nil } == [false, false, true])
    }

    @Test(arguments: [
        "", "{", "[1]", "{}", #"[{"key": "a", "own": 1}]"#, #"[{"key": "a", "own": -1, "shared": 0}]"#,
        #"[{"key": 1, "own": 1, "shared": 0}]"#, #"[{"key": "a", "own": 1e99, "shared": 0}]"#,
    ])
    func `starts anew when the file is damaged`(_ text: String) async throws {
        try file.write(text)
        let learned = LearnedFootprints(path: file.path)
        #expect(learned.footprint(for: "a") == nil)
        learned.learn(Footprint(own: 2), for: "a")
        await learned.flush()
        #expect(LearnedFootprints(path: file.path).footprint(for: "a")?.own == 2)
    }

    @Test func `leaves nothing but its file behind`() async throws {
        let learned = LearnedFootprints(path: file.path)
        learned.learn(Footprint(own: 1), for: "a")
        await learned.flush()
        #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["learned.json"])
    }

    @Test func `goes on when the file cannot be written`() async {
        let learned = LearnedFootprints(path: "\(file.folder)/missing/learned.json")
        learned.learn(Footprint(own: 1), for: "a")
        await learned.flush()
        #expect(learned.footprint(for: "a")?.own == 1)
    }

    @Test func `keeps everything that many learn at once`() async {
        let learned = LearnedFootprints(path: file.path)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<100 { group.addTask { learned.learn(Footprint(own: number), for: "\(number)") } }
        }
        await learned.flush()
        let again = LearnedFootprints(path: file.path)
        for number in 0..<100 { #expect(again.footprint(for: "\(number)")?.own == number) }
    }
}
