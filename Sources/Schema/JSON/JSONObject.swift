/// The members of a JSON object, in the order in which they were written.
package struct JSONObject: Hashable, Sendable {
    /// The members in order; a key stands once.
    package private(set) var members: [Member] = []
    /// Where each key stands; empty as long as a search from the front is faster.
    ///
    /// Without it a hostile object of many keys would take time with the square of their number.
    private var positions: [String: Int] = [:]

    /// The number of members that a search from the front is good for.
    private static let searchLimit = 16

    /// One key and its value.
    package struct Member: Hashable, Sendable {
        /// The key, unescaped.
        package let key: String
        /// The value.
        package var value: JSON
    }

    /// An object without members.
    package init() {}

    /// The value of a member; setting `nil` removes it, setting a new key adds it at the end.
    package subscript(key: String) -> JSON? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): remove(at: index)
            case (nil, let value?): append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Whether there are no members.
    package var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    package var keys: [String] { members.map(\.key) }

    private func position(of key: String) -> Int? {
        positions.isEmpty ? members.firstIndex { $0.key == key } : positions[key]
    }

    private mutating func append(_ member: Member) {
        members.append(member)
        guard members.count > Self.searchLimit else { return }
        let first = positions.isEmpty ? 0 : members.count - 1
        for index in first..<members.count { positions[members[index].key] = index }
    }

    private mutating func remove(at index: Int) {
        members.remove(at: index)
        positions = [:]
    }
}

extension JSONObject {
    /// Whether two objects have the same members, in whatever order.
    package static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.members.count == other.members.count && one.members.allSatisfy { other[$0.key] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        // The members' hashes are added up, for their order does not count.
        hasher.combine(members.reduce(0) { $0 &+ $1.hashValue })
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON)...) {
        for (key, value) in elements { self[key] = value }
    }
}
