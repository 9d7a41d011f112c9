/// Where the members of an object stand in its text, so that one can be read or replaced without touching the rest.
package struct Outline: Hashable, Sendable {
    /// The members in order; a key that was written twice stands twice.
    package internal(set) var members: [Member] = []
    /// The place behind the object's opening bracket.
    package internal(set) var start = 0

    /// One member of the text.
    package struct Member: Hashable, Sendable {
        /// The key, unescaped.
        package let key: String
        /// The value's bytes, quotes and brackets included.
        package let value: Range<Int>
    }

    /// The value's bytes; of two members with this key the later one counts, as in llama-server.
    package subscript(key: String) -> Range<Int>? {
        members.last { $0.key == key }?.value
    }
}
