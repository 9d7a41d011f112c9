package import HTTP
package import NIOCore
import NIOHTTP1
package import Schema
import Translate

/// The input of a route without a body.
package struct NoBody: RouteInput {
    package static var rule: Rule? { nil }
    package init(checking request: Request, against rule: Rule?) {}
}

/// A body that has been checked and read whole.
package struct Checked<Body: Shape>: RouteInput {
    /// What the client sent.
    package let value: Body

    package static var rule: Rule? { Body.rule }

    package init(checking request: Request, against rule: Rule?) throws(Problem) {
        value = try Body(checking: request.body, against: rule ?? Body.rule)
    }
}

/// A body that has been read whole and checked as Ollama does it.
///
/// What stands behind its first value is not looked at, `null` means `{}`, and the keys of known fields may have any
/// letter case.
package struct Lenient<Body: Shape>: RouteInput {
    /// What the client sent.
    package let value: Body

    package static var rule: Rule? { Body.rule }

    package init(checking request: Request, against rule: Rule?) throws(Problem) {
        let rule = rule ?? Body.rule
        try Checker.refuseBlank(request.body)
        let body: ByteBuffer
        do throws(JSONError) {
            body = try request.body.withBytes { (bytes) throws(JSONError) in
                let respelling = try Respelling(of: bytes, by: rule, sparing: Ollama.freeShapes)
                if bytes[respelling.value].elementsEqual("null".utf8) { return ByteBuffer(staticString: "{}") }
                guard respelling.isEmpty else { return ByteBuffer(bytes: respelling.apply(to: bytes)) }
                let start = request.body.readerIndex + respelling.value.lowerBound
                return request.body.getSlice(at: start, length: respelling.value.count) ?? request.body
            }
        } catch {
            throw Problem(error)
        }
        value = try Body(checking: body, against: rule)
    }
}

extension Ollama {
    /// What is a free map to Ollama: an option in another letter case is one that it does not know.
    fileprivate static let freeShapes: Set<String> = [Options.shapeRule.name]
}

extension Shape {
    /// Reads a body that follows a rule.
    fileprivate init(checking body: ByteBuffer, against rule: Rule) throws(Problem) {
        _ = try Checker.check(body, against: rule)
        do throws(JSONError) {
            let json = try body.withBytes { (bytes) throws(JSONError) in try JSON(parsing: bytes) }
            self.init(members: json.object ?? [:])
        } catch {
            throw Problem(error)
        }
    }
}

/// A body that has been checked and stays as it was sent: only the members that are asked for are read.
@dynamicMemberLookup
package struct Original<Body: Shape>: RouteInput {
    /// The bytes as they came.
    package let bytes: ByteBuffer
    private let outline: Outline

    package static var rule: Rule? { Body.rule }

    package init(checking request: Request, against rule: Rule?) throws(Problem) {
        outline = try Checker.check(request.body, against: rule ?? Body.rule)
        bytes = request.body
    }

    /// The value of one field.
    package subscript<Value>(dynamicMember path: KeyPath<Body.Fields, Field<Value>>) -> Value {
        let field = Body.description.fields[keyPath: path]
        var members = JSONObject()
        if let range = outline[field.key] {
            members[field.key] = bytes.withUnsafeReadableBytes { bytes in
                try? JSON(parsing: UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
        return field.read(from: members)
    }

    /// The text of a member; `nil` when it is not there, or `null`.
    package func text(of key: String) -> String? {
        guard let range = outline[key] else { return nil }
        let text = bytes.withUnsafeReadableBytes { String(decoding: $0[range], as: UTF8.self) }
        return text == "null" ? nil : text
    }

    /// Whether a member is there, and not `null`.
    package func has(_ key: String) -> Bool {
        guard let range = outline[key] else { return false }
        return range.count != 4 || text(of: key) != nil
    }

    /// The bytes with some members set, and everything else as it was sent.
    package func setting(_ values: [(key: String, value: String)]) -> ByteBuffer {
        guard !values.isEmpty else { return bytes }
        var replaced: [(range: Range<Int>, value: String)] = []
        var added: [(key: String, value: String)] = []
        for (key, value) in values {
            if let range = outline[key] { replaced.append((range, value)) } else { added.append((key, value)) }
        }
        var result = ByteBufferAllocator().buffer(capacity: bytes.readableBytes + 64)
        let start = bytes.readerIndex
        result.writeImmutableBuffer(bytes.getSlice(at: start, length: outline.start) ?? ByteBuffer())
        for (index, (key, value)) in added.enumerated() {
            result.writeString("\"\(key)\":")
            result.writeString(value)
            if index + 1 < added.count || !outline.members.isEmpty { result.writeStaticString(",") }
        }
        var position = outline.start
        for (range, value) in replaced.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let length = range.lowerBound - position
            result.writeImmutableBuffer(bytes.getSlice(at: start + position, length: length) ?? ByteBuffer())
            result.writeString(value)
            position = range.upperBound
        }
        let rest = bytes.readableBytes - position
        result.writeImmutableBuffer(bytes.getSlice(at: start + position, length: rest) ?? ByteBuffer())
        return result
    }
}

extension Checker {
    private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    /// Refuses a body in which there is nothing.
    fileprivate static func refuseBlank(_ body: ByteBuffer) throws(Problem) {
        guard body.readableBytesView.allSatisfy({ Self.blanks.contains($0) }) else { return }
        var problem = Problem(.invalidJSON, "The request has no body; a JSON object is expected.")
        problem.ollamaText = "missing request body"
        throw problem
    }

    /// Checks a body and returns where its members stand.
    fileprivate static func check(_ body: ByteBuffer, against rule: Rule) throws(Problem) -> Outline {
        try refuseBlank(body)
        let checker: Checker
        do throws(JSONError) {
            checker = try body.withBytes { (bytes) throws(JSONError) in try Checker(bytes, against: rule) }
        } catch {
            throw Problem(error)
        }
        guard checker.violations.isEmpty else { throw Problem(checker.violations) }
        return checker.outline
    }
}

extension ByteBuffer {
    /// Calls a function with the readable bytes, and keeps the type of its error.
    fileprivate func withBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let result = withUnsafeReadableBytes { bytes -> Result<Value, JSONError> in
            do throws(JSONError) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
