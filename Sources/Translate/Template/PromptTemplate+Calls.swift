extension PromptTemplate {
    /// What the model is shown to write before the calls of tools that it asks for, such as `<tool_call>`; `nil` when
    /// nothing stands before them.
    ///
    /// It is the first text of the part that is there for calls alone, up to the JSON of a call.
    package var callMark: String? {
        let text = tree.root.nodes.callPart?.firstText ?? ""
        var mark = text.prefix { $0 != "{" }.drop(while: \.isWhitespace)
        while let last = mark.last, last.isWhitespace || last == "[" { mark.removeLast() }
        return mark.isEmpty ? nil : String(mark)
    }
}

extension [TemplateNode] {
    /// The first part that depends on calls of tools.
    fileprivate var callPart: [TemplateNode]? {
        for node in self {
            if let part = node.callPart { return part }
        }
        return nil
    }

    /// The first text that is more than blanks.
    fileprivate var firstText: String? {
        for node in self {
            if let text = node.firstText { return text }
        }
        return nil
    }
}

extension TemplateNode {
    private static let field = "ToolCalls"

    fileprivate var callPart: [TemplateNode]? {
        switch self {
        case .text, .action, .use, .leave: nil
        case .branch(let branch):
            branch.clauses.lazy.compactMap { clause in
                clause.condition.value.mentions(Self.field) ? clause.body : clause.body.callPart
            }.first ?? branch.otherwise.callPart
        case .loop(let loop):
            loop.elements.value.mentions(Self.field) ? loop.body : loop.body.callPart ?? loop.otherwise.callPart
        }
    }

    fileprivate var firstText: String? {
        switch self {
        case .text(let text, _): text.allSatisfy(\.isWhitespace) ? nil : text
        case .branch(let branch):
            branch.clauses.lazy.compactMap(\.body.firstText).first ?? branch.otherwise.firstText
        case .loop(let loop): loop.body.firstText
        case .action, .use, .leave: nil
        }
    }
}
