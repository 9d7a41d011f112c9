/// Something wrong with a value, and where.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The place, as one would write it in a program: `messages[2].role`; empty for the whole value.
    package let place: String
    /// What is wrong, as the end of a sentence: `must be a text`.
    package let text: String
    /// What a dialect's clients know this by, as a whole sentence; `nil` when they know none.
    package var sentence: String?

    /// Notes something wrong.
    package init(place: String, text: String, sentence: String? = nil) {
        self.place = place
        self.text = text
        self.sentence = sentence
    }

    package var description: String { place.isEmpty ? text : "\(place): \(text)" }
}
