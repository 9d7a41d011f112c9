import Schema

extension KVVerdict {
    /// How many recipes are remembered.
    private static let limit = 200

    /// The verdicts as they are written.
    static func json(_ verdicts: [KVRecipe: KVVerdict]) -> JSON {
        var object = JSONObject()
        for (recipe, verdict) in verdicts.prefix(limit) {
            object[recipe.digest] = ["helped": .number(verdict.helped), "missed": .number(verdict.missed)]
        }
        return .object(object)
    }

    /// The verdicts in a text; none when it is damaged.
    static func verdicts(in text: [UInt8]) -> [KVRecipe: KVVerdict] {
        let members = (try? JSON(parsing: text))?.object?.members ?? []
        return members.reduce(into: [:]) { verdicts, member in
            guard let helped = member.value["helped"]?.int, let missed = member.value["missed"]?.int else { return }
            verdicts[KVRecipe(digest: member.key)] = KVVerdict(helped: helped, missed: missed)
        }
    }
}
