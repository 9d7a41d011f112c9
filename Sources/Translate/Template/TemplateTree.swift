/// A parsed template.
struct TemplateTree: Sendable {
    /// The template itself.
    var root = TemplatePart()
    /// What `define` and `block` name.
    var parts: [String: TemplatePart] = [:]
    /// The names behind dots, in lower case.
    var fields: Set<String> = []
}

/// A piece of a template that has variables of its own.
struct TemplatePart: Sendable {
    var nodes: [TemplateNode] = []
    /// How many variables it has at once, `$` among them.
    var variableCount = 1
}

extension TemplatePart {
    /// The same up to the first action that mentions a field, and with it.
    func cut(after field: String) -> TemplatePart {
        TemplatePart(nodes: nodes.cut(after: field) ?? nodes, variableCount: variableCount)
    }
}

extension [TemplateNode] {
    /// The nodes up to the first action that mentions a field; `nil` when none does.
    ///
    /// Other branches than the one of that action lose what they have behind it in the text.
    fileprivate func cut(after field: String) -> [TemplateNode]? {
        for (index, node) in enumerated() {
            guard let last = node.cut(after: field) else { continue }
            return self[..<index] + [last]
        }
        return nil
    }
}

extension TemplateNode {
    fileprivate func cut(after field: String) -> TemplateNode? {
        switch self {
        case .action(let pipeline): pipeline.value.mentions(field) ? self : nil
        case .branch(let branch): branch.cut(after: field).map(TemplateNode.branch)
        case .loop(let loop): loop.cut(after: field).map(TemplateNode.loop)
        case .text, .use, .leave: nil
        }
    }
}

extension TemplateBranch {
    fileprivate func cut(after field: String) -> TemplateBranch? {
        var copy = self
        for index in clauses.indices {
            guard let body = clauses[index].body.cut(after: field) else { continue }
            copy.clauses[index].body = body
            for later in (index + 1)..<clauses.count { copy.clauses[later].body = [] }
            copy.otherwise = []
            return copy
        }
        guard let body = otherwise.cut(after: field) else { return nil }
        copy.otherwise = body
        return copy
    }
}

extension TemplateLoop {
    fileprivate func cut(after field: String) -> TemplateLoop? {
        var copy = self
        if let body = body.cut(after: field) {
            copy.body = body
            copy.otherwise = []
            return copy
        }
        guard let body = otherwise.cut(after: field) else { return nil }
        copy.otherwise = body
        return copy
    }
}

extension TemplateExpression {
    /// Whether a path has this name in it.
    func mentions(_ field: String) -> Bool {
        switch self {
        case .constant, .dot, .variable: false
        case .member(let base, let names): names.contains(field) || base.mentions(field)
        case .call(let call): call.arguments.contains { $0.mentions(field) }
        }
    }
}
