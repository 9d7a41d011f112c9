package import Schema

extension Ollama {
    /// An object whose keys the client chooses, in its order.
    package struct Table<Value: FieldValue & Hashable>: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .map(Value.rule) }
        package init?(json: JSON) { self.json = json }

        /// The keys and their values.
        package var members: [(key: String, value: Value)] {
            (json.object?.members ?? []).compactMap { member in
                Value(json: member.value).map { (member.key, $0) }
            }
        }
    }
}
