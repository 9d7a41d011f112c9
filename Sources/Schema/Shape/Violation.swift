/// Something wrong with a value, and where.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The place, as one would write it in a program: `messages[2].role`; empty for the whole value.
    package let place: String
    /// What is wrong, as the end of a sentence: `must be a text`.
    package let text: String

    /// Notes something wrong.
    package init(place: String, text: String) {
        self.place = place
        self.text = text
    }

    package var description: String { place.isEmpty ? text : "\(place): \(text)" }
}
