extension JSON {
    /// Reads a whole text.
    ///
    /// Of two members with the same key the later one wins, as in llama-server. Invalid UTF-8 becomes U+FFFD.
    /// - Throws: ``JSONError`` with the place where the text stops being JSON.
    package init(parsing text: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = JSONScanner(text)
        self = try JSON(reading: &scanner)
        try scanner.end()
    }

    /// Reads a whole text.
    ///
    /// - Throws: ``JSONError`` with the place where the text stops being JSON.
    package init(parsing text: [UInt8]) throws(JSONError) {
        self = try text.withUnsafeBufferPointer { (bytes) throws(JSONError) in
            try JSON(parsing: UnsafeRawBufferPointer(bytes))
        }
    }

    /// Reads a whole text.
    ///
    /// - Throws: ``JSONError`` with the place where the text stops being JSON.
    package init(parsing text: String) throws(JSONError) {
        self = try JSON(parsing: Array(text.utf8))
    }

    /// Reads the value that starts at the scanner's position, and leaves the scanner behind it.
    ///
    /// - Throws: ``JSONError`` with the place where the text stops being JSON.
    package init(reading scanner: inout JSONScanner, depth: Int = 0) throws(JSONError) {
        switch try scanner.kind() {
        case .null:
            _ = try scanner.value()
            self = .null
        case .bool:
            let range = try scanner.value()
            self = .bool(scanner.bytes[range.lowerBound] == UInt8(ascii: "t"))
        case .number:
            let range = try scanner.value()
            self = .number(JSONNumber(literal: String(decoding: scanner.bytes[range], as: UTF8.self)))
        case .string:
            let range = try scanner.string()
            self = .string(JSONText.unescape(UnsafeRawBufferPointer(rebasing: scanner.bytes[range])))
        case .array:
            try scanner.open(UInt8(ascii: "["), depth: depth)
            var elements: [JSON] = []
            if !scanner.take(UInt8(ascii: "]")) {
                repeat {
                    elements.append(try JSON(reading: &scanner, depth: depth + 1))
                } while scanner.take(UInt8(ascii: ","))
                try scanner.expect(UInt8(ascii: "]"))
            }
            self = .array(elements)
        case .object:
            try scanner.open(UInt8(ascii: "{"), depth: depth)
            var object = JSONObject()
            if !scanner.take(UInt8(ascii: "}")) {
                repeat {
                    let key = try scanner.string()
                    try scanner.expect(UInt8(ascii: ":"))
                    object[JSONText.unescape(UnsafeRawBufferPointer(rebasing: scanner.bytes[key]))] =
                        try JSON(reading: &scanner, depth: depth + 1)
                } while scanner.take(UInt8(ascii: ","))
                try scanner.expect(UInt8(ascii: "}"))
            }
            self = .object(object)
        }
    }
}
