import HTTP
import NIOCore
package import Schema
import Translate

/// A body that has been checked and read whole.
package struct Checked<Body: Shape>: RouteInput {
    /// What the client sent.
    package let value: Body

    package static var description: InputDescription { .body(Body.rule) }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Checked {
        let rule = Body.rule
        return { (incoming) throws(Problem) in
            Checked(value: try Body(checking: incoming.request.body, against: rule))
        }
    }
}

/// A body that has been read whole and checked as Ollama does it.
///
/// What stands behind its first value is not looked at, `null` means `{}`, and the keys of known fields may have any
/// letter case.
package struct Lenient<Body: Shape>: RouteInput {
    /// What the client sent.
    package let value: Body

    package static var description: InputDescription {
        let shape = Body.shapeRule
        let canBeEmpty = shape.demands.isEmpty && !shape.fields.contains(where: \.isRequired)
        return .body(canBeEmpty ? .either([.shape(shape), .constant(.null)]) : .shape(shape))
    }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Lenient {
        let rule = Body.rule
        return { (incoming) throws(Problem) in try Lenient(incoming.request.body, against: rule) }
    }

    init(_ original: ByteBuffer, against rule: Rule) throws(Problem) {
        try Checker.refuseBlank(original)
        let body: ByteBuffer
        do throws(JSONError) {
            body = try original.withBytes { (bytes) throws(JSONError) in
                let respelling = try Respelling(of: bytes, by: rule, sparing: Ollama.freeShapes)
                if bytes[respelling.value].elementsEqual("null".utf8) { return ByteBuffer(staticString: "{}") }
                guard respelling.isEmpty else { return ByteBuffer(bytes: respelling.apply(to: bytes)) }
                let start = original.readerIndex + respelling.value.lowerBound
                return original.getSlice(at: start, length: respelling.value.count) ?? original
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
        let body = try Checker.check(body, against: rule).body
        do throws(JSONError) {
            let json = try body.withBytes { (bytes) throws(JSONError) in try JSON(parsing: bytes) }
            self.init(members: json.object ?? [:])
        } catch {
            throw Problem(error)
        }
    }
}
