import Testing

@testable import API

@Suite struct `Abilities` {
    @Test(arguments: [
        (["--embedding"], [Ability.text, .vectors]), (["--pooling=rank"], [.text, .vectors, .ranks]),
        (["--rerank --threads 2"], [.ranks]), (["-mm", "a.gguf"], [.audio]), (["--threads", "2"], []),
        (["--embeddings-of-others"], []),
    ])
    func `are what server_args ask for by name`(_ arguments: [String], _ expected: [Ability]) {
        #expect(Ability.asked(by: arguments) == Set(expected))
    }
}
