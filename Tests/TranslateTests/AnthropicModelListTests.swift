import Schema
import Testing
import Translate

@Suite struct `Anthropic's list of models` {
    private static func page(_ query: JSONObject) throws -> (ids: String, hasMore: Bool) {
        let models = ["a", "b", "c", "d"].map { Anthropic.ModelEntry(members: ["id": .string($0)]) }
        let list = try Anthropic.ModelList(Anthropic.ModelListQuery(members: query), of: models)
        #expect(list.firstID == list.data.first?.id && list.lastID == list.data.last?.id)
        return (list.data.map(\.id).joined(), list.hasMore)
    }

    @Test(
        arguments: [
            ([:], "abcd", false), (["limit": 2], "ab", true), (["limit": 4], "abcd", false),
            (["after_id": "b"], "cd", false), (["after_id": "a", "limit": 2], "bc", true),
            (["after_id": "d"], "", false),
            (["before_id": "d", "limit": 2], "bc", true), (["before_id": "c", "limit": 2], "ab", false),
        ] as [(JSONObject, String, Bool)]
    )
    func `comes in pages`(_ query: JSONObject, _ ids: String, _ hasMore: Bool) throws {
        #expect(try Self.page(query) == (ids, hasMore))
    }

    @Test(
        arguments: [
            (["after_id": "x"], "after_id"), (["before_id": "x"], "before_id"),
            (["after_id": "a", "before_id": "c"], "before_id"),
        ] as [(JSONObject, String)]
    )
    func `has no page that nothing names`(_ query: JSONObject, _ place: String) {
        let faults = #expect(throws: TranslationFaults.self) { try Self.page(query) }
        #expect(faults?.violations.map(\.place) == [place])
    }
}
