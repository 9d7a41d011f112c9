import Schema
import Testing

@testable import paddock

@Suite struct `Lists of models` {
    private static let now = Moment(seconds: 1_787_304_600)

    private func lines(_ table: Table) -> [Substring] { table.text.split(separator: "\n") }

    @Test func `models are listed as people read them`() {
        let answer: JSON = [
            "models": [
                [
                    "name": "gemma3:270m", "digest": .string(String(repeating: "ab", count: 32)), "size": 253_000_000,
                    "modified_at": "2026-08-21T06:30:00Z",
                ],
                [
                    "name": "gone:latest", "digest": .string(String(repeating: "0", count: 64)), "size": 0,
                    "modified_at": "1970-01-01T00:00:00Z",
                ],
            ]
        ]
        #expect(
            lines(ModelList(answer).available(at: Self.now)) == [
                "NAME           ID              SIZE         MODIFIED",
                "gemma3:270m    abababababab    241.3 MiB    3 hours ago",
                "gone:latest    -               -            -",
            ]
        )
    }

    @Test func `a prefix chooses, in any letter case`() {
        let answer: JSON = ["models": [["name": "Gemma"], ["name": "llama"]]]
        #expect(ModelList(answer, prefix: "ge").json == ["models": [["name": "Gemma"]]])
        #expect(ModelList(nil).json == ["models": []])
    }

    @Test(arguments: [
        (0, "100% CPU"), (1000, "100% GPU"), (250, "75%/25% CPU/GPU"), (2000, "100% GPU"),
    ])
    func `the share of the GPU is told`(onGPU: Int, words: String) {
        let answer: JSON = ["models": [["name": "a", "size": 1000, "size_vram": .number(onGPU)]]]
        #expect(ModelList(answer).running(at: Self.now).rows[0][3] == words)
    }

    @Test(arguments: [
        ("2026-08-21T09:35:00Z", "5 minutes from now"), ("2318-11-30T00:00:00Z", "forever"),
        ("2026-08-21T09:29:00Z", "leaving"), ("soon", "-"),
    ])
    func `the time that is left is told`(end: String, words: String) {
        let answer: JSON = ["models": [["name": "a", "expires_at": .string(end)]]]
        #expect(ModelList(answer).running(at: Self.now).rows[0][5] == words)
    }
}
