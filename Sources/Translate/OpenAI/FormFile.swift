package import Schema

extension OpenAI {
    /// A file in a form; as JSON it is the file's name, empty when it has none.
    package struct FormFile: FieldValue, Hashable {
        /// The file's name, as the client gave it; empty when it gave none.
        package let name: String
        package static var rule: Rule {
            var rule = TextRule()
            rule.format = "binary"
            return .text(rule)
        }
        package init?(json: JSON) {
            guard let name = json.string else { return nil }
            self.name = name
        }
        package var json: JSON { .string(name) }
    }
}
