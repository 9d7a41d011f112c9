import Schema

/// What a server knows of one model, as people read it.
struct ModelCard {
    private let answer: JSON

    /// Takes the answer of `/api/show`.
    init(_ answer: JSON) {
        self.answer = answer
    }

    /// Asks a server.
    init(of model: String, from client: Client) async throws {
        self.init(try await client.ask(.post, "/api/show", ["model": .string(model)]) ?? .null)
    }

    /// A part that can be shown by itself.
    enum Part: String, CaseIterable {
        case modelfile, parameters, template, system, license
    }

    /// What the model can do, such as `completion`, `vision` or `embedding`; `nil` when the server does not say.
    var capabilities: [String]? { answer["capabilities"]?.array?.compactMap(\.string) }

    /// What stands before every conversation with it.
    var messages: [JSON] { answer["messages"]?.array ?? [] }

    /// Those messages as they would have stood in a chat; `nil` when there are none.
    var conversation: String? {
        let lines = messages.compactMap { message -> String? in
            guard let text = message["content"]?.string?.harmless else { return nil }
            switch message["role"]?.string {
            case "user": return ">>> \(text)\n"
            case "assistant": return "\(text)\n\n"
            default: return nil
            }
        }
        return lines.isEmpty ? nil : lines.joined()
    }

    /// A part, with an end of line; `nil` when there is none.
    subscript(part: Part) -> String? {
        guard let text = answer[part.rawValue]?.string, !text.isEmpty else { return nil }
        let shown = text.harmless
        return shown.hasSuffix("\n") ? shown : shown + "\n"
    }

    /// Everything, in sections; with the whole header of the file if that is wanted.
    func text(verbose: Bool = false) -> String {
        var sections = [section("Model", facts)]
        sections.append(section("Capabilities", (capabilities ?? []).map { [$0.harmless] }))
        sections.append(section("Parameters", parameters))
        sections.append(section("System", lines(of: .system)))
        sections.append(section("License", lines(of: .license).prefix(2).map { $0 }))
        if verbose { sections.append(section("Header", header)) }
        return sections.compactMap { $0 }.joined(separator: "\n")
    }

    private func section(_ title: String, _ rows: [[String]]) -> String? {
        guard !rows.isEmpty else { return nil }
        return "  \(title)\n" + Table(rows: rows, indent: "    ").text
    }

    private var facts: [[String]] {
        let details = answer["details"]
        let info = answer["model_info"]
        let architecture = info?["general.architecture"]?.string ?? details?["family"]?.string
        func number(_ name: String) -> String? {
            architecture.flatMap { info?["\($0).\(name)"]?.int }.map { "\($0)" }
        }
        let facts: [(String, String?)] = [
            ("architecture", architecture),
            ("parameters", details?["parameter_size"]?.string),
            ("context length", number("context_length")),
            ("embedding length", number("embedding_length")),
            ("quantization", details?["quantization_level"]?.string),
        ]
        return facts.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return [name, value.harmless]
        }
    }

    /// One row for each value: `stop    "<|im_end|>"`.
    private var parameters: [[String]] {
        lines(of: .parameters).map { line in
            let words = line[0].split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { return words }
            return [words[0], String(words[1].drop { $0 == " " })]
        }
    }

    private var header: [[String]] {
        (answer["model_info"]?.object?.members ?? []).map { member in
            let text = member.value.string ?? member.value.text
            let shown = text.harmless.split(whereSeparator: \.isNewline).joined(separator: " ")
            return [member.key.harmless, shown.count > 60 ? shown.prefix(59) + "…" : shown]
        }
    }

    private func lines(of part: Part) -> [[String]] {
        (self[part] ?? "").split(whereSeparator: \.isNewline).map { [String($0)] }
    }
}
