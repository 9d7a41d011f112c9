package import Schema

extension YAMLDocument {
    /// The same text with more elements at the end of a list of the outermost object; all else stays byte for byte.
    ///
    /// - Returns: `nil` when the text has no place for them that leaves all else its meaning.
    package static func adding(_ elements: [JSON], to key: String, of text: [UInt8]) -> [UInt8]? {
        guard let old = try? YAMLDocument(parsing: text), let place = try? YAMLListPlace(of: key, in: text) else {
            return nil
        }
        var members = old.value.object ?? JSONObject()
        members[key] = .array((members[key]?.array ?? []) + elements)
        // Texts can be written in more ways than a search for a place knows of.
        guard let longer = place.adding(elements), let new = try? YAMLDocument(parsing: longer),
            new.value == .object(members)
        else { return nil }
        return longer
    }
}
