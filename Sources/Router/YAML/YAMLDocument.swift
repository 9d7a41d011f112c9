package import Schema

/// One YAML text as a value of JSON, with the places where its parts stand.
///
/// Scalars follow the core schema of YAML 1.2: `yes` is a text. Aliases are followed; tags and merge keys are faults.
package struct YAMLDocument {
    /// The value; `null` for an empty text.
    package let value: JSON
    /// What YAML allows and this reader does not, in the order of the text.
    package let faults: [YAMLFault]
    private let marks: [String: YAMLMark]

    /// The longest text that is read, in bytes.
    package static let sizeLimit = 1 << 20

    /// Reads a whole text.
    ///
    /// - Throws: ``YAMLFault`` where the text stops being YAML, or goes beyond a limit.
    package init(parsing text: [UInt8]) throws(YAMLFault) {
        guard text.count <= Self.sizeLimit else {
            throw YAMLFault(mark: .start, text: "the file is longer than \(Self.sizeLimit) bytes")
        }
        // Libyaml wants at least one byte to point at.
        let text = text.isEmpty ? Array("\n".utf8) : text
        let (root, faults) = try text.withUnsafeBufferPointer { (bytes) throws(YAMLFault) in
            var composer = YAMLComposer(YAMLEvents(bytes))
            return (try composer.document(), composer.faults)
        }
        var marks = ["": root.mark]
        root.addMarks(to: &marks, below: "")
        value = root.json
        self.faults = faults
        self.marks = marks
    }

    /// Where a place such as `models[2].config.n_ctx` stands: the key of a member, an element itself.
    ///
    /// Of a place that the text does not have, it is that of the nearest one around it.
    package func mark(of place: String) -> YAMLMark {
        var place = place[...]
        while true {
            if let mark = marks[String(place)] { return mark }
            place = place[..<(place.lastIndex { $0 == "." || $0 == "[" } ?? place.startIndex)]
        }
    }
}
