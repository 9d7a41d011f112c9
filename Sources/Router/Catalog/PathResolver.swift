import Schema

/// Makes every path of a configuration absolute.
///
/// `${NAME}` and `${NAME:-default}` become the value of a variable, a `~` in front becomes the user's folder, and what
/// is still relative starts at the folder of `models.yaml`.
struct PathResolver {
    /// The folder at which relative paths start.
    let folder: String
    /// The value of a variable; `nil` when it is not set.
    let environment: (String) -> String?
    /// The paths that could not be resolved.
    private(set) var violations: [Violation] = []

    init(folder: String, environment: @escaping (String) -> String?) {
        self.folder = folder
        self.environment = environment
    }

    /// The same value with every path in it resolved, as far as the rule tells which texts are paths.
    mutating func resolve(_ value: JSON, by rule: Rule, at place: String = "") -> JSON {
        switch (rule, value) {
        case (.text(let rule), .string(let text)):
            let isProgram = rule.format == Program.format
            if rule.format == ModelFolder.format {
                guard ModelFolder.words[text] == nil else { return value }
            } else if !isProgram, rule.format != FilePath.format {
                return value
            }
            return .string(resolve(text, keepsName: isProgram, at: place))
        case (.list(let element, _), .array(let elements)):
            return .array(elements.enumerated().map { resolve($1, by: element, at: "\(place)[\($0)]") })
        case (.map(let element), .object(var object)):
            for member in object.members {
                object[member.key] = resolve(member.value, by: element, at: "\(place).\(member.key)")
            }
            return .object(object)
        case (.shape(let shape), .object(var object)):
            for field in shape.fields {
                guard let member = object[field.key] else { continue }
                let place = place.isEmpty ? field.key : "\(place).\(field.key)"
                object[field.key] = resolve(member, by: field.rule, at: place)
            }
            return .object(object)
        default: return value
        }
    }

    private mutating func resolve(_ text: String, keepsName: Bool, at place: String) -> String {
        do throws(Fault) {
            // A name without any slash is a program to look for on PATH.
            let path = try expandUser(try expandVariables(text))
            let isComplete = path.hasPrefix("/") || keepsName && !path.contains("/")
            return isComplete ? path : "\(folder)/\(path)"
        } catch {
            violations.append(Violation(place: place, text: error.text))
            return text
        }
    }

    /// Why a path cannot be resolved.
    private struct Fault: Error {
        let text: String
    }

    private func expandVariables(_ text: String) throws(Fault) -> String {
        var path = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            path += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else { throw Fault(text: "has '${' without '}'") }
            path += try value(of: rest[..<end])
            rest = rest[rest.index(after: end)...]
        }
        return path + rest
    }

    /// The value of what stands between the braces: `NAME` or `NAME:-default`.
    private func value(of reference: Substring) throws(Fault) -> String {
        let separator = reference.firstRange(of: ":-")
        let name = String(reference[..<(separator?.lowerBound ?? reference.endIndex)])
        let value = environment(name)
        if let separator {
            // As in a shell, the default also stands for a variable that is empty.
            return if let value, !value.isEmpty { value } else { String(reference[separator.upperBound...]) }
        }
        guard let value else {
            throw Fault(text: "uses '${\(name)}', which is not set; '${\(name):-…}' would give it a default")
        }
        return value
    }

    private func expandUser(_ path: String) throws(Fault) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        guard let home = environment("HOME") else { throw Fault(text: "starts with '~', but HOME is not set") }
        return home + path.dropFirst()
    }
}
