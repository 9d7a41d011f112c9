import Providers
import Router
import Schema
import Store
import Translate

/// The text that would make a model, and what it is put together from.
///
/// Source: Ollama, docs/modelfile.mdx.
struct Modelfile {
    /// The model's template: its maker's, else that of its file.
    let template: String
    let system: String
    /// The options that the model has by itself.
    let parameters: JSONObject
    /// The same with those of the one who asks, which stand in ``text`` alone.
    private let shownOptions: JSONObject
    let messages: [JSON]
    let licenses: [String]
    private let name: String
    private let files: [(word: String, path: String)]

    /// Describes a model as a request wants to see it.
    init(
        of model: Router.ModelEntry,
        _ file: ModelFile?,
        _ origin: LibraryModel?,
        shownWith request: Ollama.ShowRequest
    ) {
        let wishes =
            origin?.wishes
            ?? ModelWishes(system: model.request?.systemPrompt, parameters: model.requestOptions)
        template = Self.first(request.template, wishes.template, file?.header.chatTemplate)
        system = Self.first(request.system, wishes.system)
        var parameters = wishes.parameters
        if origin == nil, let length = model.config.contextLength { parameters["num_ctx"] = .number(length) }
        self.parameters = parameters
        for option in request.options?.members ?? [] { parameters[option.key] = option.value }
        shownOptions = parameters
        messages = wishes.messages
        licenses = wishes.licenses.isEmpty ? (file?.header.license.map { [$0] } ?? []) : wishes.licenses
        name = Ollama.ModelName.displayed(model.id.name)
        files =
            [("FROM", model.config.modelPath.path)]
            + (model.config.mmprojPath.map { [("FROM", $0.path)] } ?? [])
            + (origin?.adapterPaths ?? []).map { ("ADAPTER", $0) }
    }

    /// The Modelfile.
    var text: String {
        var lines = ["# Modelfile made by Paddock", "# To make a model of this one, put this in place of FROM:"]
        lines += ["# FROM \(name)", ""]
        lines += files.map { "\($0.word) \($0.path)" }
        if !template.isEmpty { lines.append("TEMPLATE \(Self.quoted(template))") }
        if !system.isEmpty { lines.append("SYSTEM \(Self.quoted(system))") }
        lines += Self.values(of: shownOptions).map { "PARAMETER \($0.key) \($0.value)" }
        lines += licenses.map { "LICENSE \(Self.quoted($0))" }
        lines += messages.map { "MESSAGE \($0["role"]?.string ?? "user") \(Self.quoted($0["content"]?.string ?? ""))" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The parameters, one value a line, in columns.
    var parameterLines: String {
        Self.values(of: parameters).map { value in
            value.key + String(repeating: " ", count: max(0, 30 - value.key.count)) + " " + value.value
        }.joined(separator: "\n")
    }

    private static func values(of options: JSONObject) -> [(key: String, value: String)] {
        options.members.flatMap { parameter in
            (parameter.value.array ?? [parameter.value]).map { (parameter.key, $0.text) }
        }
    }

    private static func first(_ texts: String?...) -> String {
        texts.lazy.compactMap(\.self).first { !$0.isEmpty } ?? ""
    }

    private static func quoted(_ text: String) -> String {
        text.contains("\n") || text.contains("\"") ? "\"\"\"\(text)\"\"\"" : "\"\(text)\""
    }
}
