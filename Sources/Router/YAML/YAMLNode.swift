import Schema

/// A value of a YAML text that knows where it stands.
struct YAMLNode {
    let content: Content
    let mark: YAMLMark
    /// How many values it holds, itself counted.
    let size: Int

    enum Content {
        case scalar(JSON)
        case list([YAMLNode])
        case map([Member])
    }

    struct Member {
        let key: String
        let mark: YAMLMark
        let value: YAMLNode
    }

    init(_ content: Content, at mark: YAMLMark) {
        self.content = content
        self.mark = mark
        size =
            switch content {
            case .scalar: 1
            case .list(let nodes): nodes.reduce(1) { $0 + $1.size }
            case .map(let members): members.reduce(1) { $0 + $1.value.size }
            }
    }

    /// The value without its places.
    var json: JSON {
        switch content {
        case .scalar(let value): return value
        case .list(let nodes): return .array(nodes.map(\.json))
        case .map(let members):
            var object = JSONObject()
            for member in members { object[member.key] = member.value.json }
            return .object(object)
        }
    }

    /// Adds the marks of all that stands below a place: of members their keys', of elements their own.
    func addMarks(to marks: inout [String: YAMLMark], below place: String) {
        switch content {
        case .scalar: break
        case .list(let nodes):
            for (index, node) in nodes.enumerated() {
                let place = "\(place)[\(index)]"
                marks[place] = node.mark
                node.addMarks(to: &marks, below: place)
            }
        case .map(let members):
            for member in members {
                let place = place.isEmpty ? member.key : "\(place).\(member.key)"
                marks[place] = member.mark
                member.value.addMarks(to: &marks, below: place)
            }
        }
    }
}
