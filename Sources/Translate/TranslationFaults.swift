package import Schema

/// Why a request cannot be put into another dialect's words: everything, each with its place.
package struct TranslationFaults: Error, Hashable, Sendable {
    /// What is wrong, in the order of the request.
    package private(set) var violations: [Violation] = []

    /// Nothing is wrong yet.
    init() {}

    /// One thing is wrong.
    init(_ place: String, _ text: String) {
        note(place, text)
    }

    /// Notes one of them.
    mutating func note(_ place: String, _ text: String) {
        violations.append(Violation(place: place, text: text))
    }
}
