package import HTTP
import NIOCore
import NIOHTTP1
package import Schema

/// A form with files, checked against the fields of a shape; parts beyond them are passed over.
///
/// A part becomes the kind of JSON that its field has: numbers and truth values are read from their text, lists and
/// objects from JSON in it, or lists from parts of one name. A part that is empty, or `null`, stands for no value, unless
/// its field is a text. A file becomes its name; its content is among ``files``.
@dynamicMemberLookup
package struct Multipart<Values: Shape>: RouteInput {
    /// What the client sent.
    package let value: Values
    private let form: FormData

    /// The value of one field.
    package subscript<Value>(dynamicMember path: KeyPath<Values.Fields, Field<Value>>) -> Value {
        value[dynamicMember: path]
    }

    /// The files of a field, in order.
    package func files(of field: KeyPath<Values.Fields, Field<some FieldValue>>) -> [FormData.Part] {
        let key = Values.description[field].key
        return form.parts.filter { FormText.isName($0.name, of: key) }
    }

    package static var description: InputDescription { .body(Values.rule, mediaType: InputDescription.form) }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Multipart {
        let shape = Values.shapeRule
        return { (incoming) throws(Problem) in
            let form = try FormData(of: incoming.request)
            let members = try FormText(form).members(for: shape)
            _ = try Checker.check(ByteBuffer(bytes: JSON.object(members).bytes), against: .shape(shape))
            return Multipart(value: Values(members: members), form: form)
        }
    }
}

extension FormData {
    /// Reads the form of a request.
    fileprivate init(of request: Request) throws(Problem) {
        let type = request.headers.first(name: "Content-Type") ?? ""
        guard type.lowercased().hasPrefix(InputDescription.form) else {
            let sentence = "The body must be a form: its Content-Type must be \(InputDescription.form)."
            throw Problem(.unsupportedMediaType, sentence)
        }
        do throws(FormDataError) { try self.init(request.body, contentType: type) } catch {
            throw Problem(.invalidForm, "The body is no form: \(error).")
        }
    }
}

/// The parts of a form as values of JSON.
private struct FormText {
    private let form: FormData

    init(_ form: FormData) {
        self.form = form
    }

    /// Whether a part belongs to a field; some clients mark lists by brackets.
    static func isName(_ name: String, of key: String) -> Bool { name == key || name == "\(key)[]" }

    func members(for shape: ShapeRule) throws(Problem) -> JSONObject {
        var members = JSONObject()
        for field in shape.fields {
            let parts = form.parts.filter { Self.isName($0.name, of: field.key) }
            guard let last = parts.last else { continue }
            members[field.key] =
                if case .list(let element, _) = field.rule, !isWhole(parts, of: element) {
                    .array(try parts.map { part throws(Problem) in try json(part, as: element) })
                } else {
                    try json(last, as: field.rule)
                }
        }
        return members
    }

    /// Whether the one part is all that the field has, and not one element of a list.
    private func isWhole(_ parts: [FormData.Part], of element: Rule) -> Bool {
        guard parts.count == 1, !element.isFile, let text = parts[0].text else { return false }
        let value = try? JSON(parsing: text)
        return value?.array != nil || value == nil && !element.isPlain
    }

    /// The value that a part stands for; its text where it stands for none, so that the check tells of it.
    private func json(_ part: FormData.Part, as rule: Rule) throws(Problem) -> JSON {
        if rule.isFile { return .string(part.filename ?? "") }
        guard let text = part.text else {
            throw Problem(.invalidForm, "The body is no form: '\(part.name)' is not in UTF-8.", parameter: part.name)
        }
        return Self.json(text, as: rule)
    }

    private static func json(_ text: String, as rule: Rule) -> JSON {
        switch rule {
        case .text(let rule) where rule.choices == nil: return .string(text)
        case _ where text.isEmpty || text == "null": return .null
        case .text: return .string(text)
        case .bool: return truth[text.lowercased()].map(JSON.bool) ?? .string(text)
        case .either(let rules):
            return rules.lazy.map { json(text, as: $0) }.first { $0.string == nil } ?? .string(text)
        case .any, .constant, .integer, .number, .list, .map, .shape:
            guard let value = try? JSON(parsing: text) else { return .string(text) }
            let isKind =
                switch rule {
                case .integer, .number: value.double != nil
                case .list: value.array != nil
                case .map, .shape: value.object != nil
                default: true
                }
            return isKind ? value : .string(text)
        }
    }

    private static let truth = [
        "true": true, "1": true, "yes": true, "on": true, "false": false, "0": false, "no": false, "off": false,
    ]
}

extension Rule {
    /// Whether it asks for a file.
    fileprivate var isFile: Bool {
        if case .text(let text) = self { text.format == "binary" } else { false }
    }

    /// Whether it asks for a value that a part can hold without being JSON.
    fileprivate var isPlain: Bool {
        switch self {
        case .bool, .integer, .number, .text: true
        case .any, .constant, .list, .map, .shape, .either: false
        }
    }
}
