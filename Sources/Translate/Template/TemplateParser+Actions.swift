extension TemplateParser {
    /// The words that start an action which is more than an expression.
    private enum Keyword: String {
        case `if`, with, range, `else`, end, `break`, `continue`, define, template, block
    }

    /// Reads up to the template's end, or to an action that starts with `end` or `else`.
    ///
    /// - Returns: The token that stopped it.
    mutating func read(into nodes: inout [TemplateNode]) throws(TemplateFault) -> TemplateToken {
        while true {
            let token = try next()
            switch token.kind {
            case .text(let text): nodes.append(.text(text, line: token.line))
            case .open:
                let word = try next()
                guard case .name(let name) = word.kind, let keyword = Keyword(rawValue: name) else {
                    giveBack(word)
                    nodes.append(.action(try pipeline()))
                    try close()
                    continue
                }
                if keyword == .end || keyword == .else { return word }
                if let node = try action(keyword, word) { nodes.append(node) }
            default: return token
            }
        }
    }

    /// Reads what belongs to an action, up to its `end`.
    mutating func body(of token: TemplateToken) throws(TemplateFault) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        try end(of: token, at: try read(into: &nodes))
        return nodes
    }

    private mutating func end(of token: TemplateToken, at stop: TemplateToken) throws(TemplateFault) {
        if case .end = stop.kind {
            throw TemplateFault(line: token.line, sentence: "\"\(token.spelling)\" has no \"end\"")
        }
        guard stop.spelling == "end" else { throw stop.unexpected }
        try close()
    }

    /// Reads an action from behind its keyword; `nil` when it prints nothing where it stands.
    private mutating func action(_ keyword: Keyword, _ token: TemplateToken) throws(TemplateFault) -> TemplateNode? {
        switch keyword {
        case .if, .with:
            return try nested(token) { (parser) throws(TemplateFault) in .branch(try parser.branch(token)) }
        case .range:
            return try nested(token) { (parser) throws(TemplateFault) in .loop(try parser.loop(token)) }
        case .break, .continue:
            guard loopDepth > 0 else {
                throw TemplateFault(line: token.line, sentence: "\"\(token.spelling)\" stands outside of \"range\"")
            }
            try close()
            return .leave(keyword == .break ? .break : .continue)
        case .template:
            return .use(try use(try name(), token))
        case .block:
            let use = try use(try name(), token)
            try define(use.name, token)
            return .use(use)
        case .define:
            guard isOutermost else { throw token.unexpected }
            let name = try name()
            try close()
            try define(name, token)
            return nil
        case .else, .end: throw token.unexpected
        }
    }

    private mutating func use(_ name: String, _ token: TemplateToken) throws(TemplateFault) -> TemplateUse {
        var data = TemplateExpression.constant(.nothing)
        if case .close = try peek().kind {} else { data = try expression() }
        try close()
        let use = TemplateUse(name: name, data: data, line: token.line)
        note(use)
        return use
    }

    /// Reads `if` or `with` from behind the word, with all that hangs on it.
    private mutating func branch(_ token: TemplateToken) throws(TemplateFault) -> TemplateBranch {
        var branch = TemplateBranch()
        while true {
            let condition = try pipeline()
            try close()
            var body: [TemplateNode] = []
            let stop = try scoped { (parser) throws(TemplateFault) in try parser.read(into: &body) }
            let movesDot = token.spelling == "with"
            branch.clauses.append(TemplateBranch.Clause(condition: condition, movesDot: movesDot, body: body))
            guard stop.spelling == "else" else {
                try end(of: token, at: stop)
                return branch
            }
            // `else if` goes on with this branch, for a long chain of them must not nest.
            let word = try next()
            guard word.spelling != token.spelling else { continue }
            giveBack(word)
            try close()
            branch.otherwise = try scoped { (parser) throws(TemplateFault) in try parser.body(of: token) }
            return branch
        }
    }

    /// Reads `range` from behind the word, with all that hangs on it.
    private mutating func loop(_ token: TemplateToken) throws(TemplateFault) -> TemplateLoop {
        var loop = TemplateLoop(elements: try pipeline(variableLimit: 2), body: [], otherwise: [])
        try close()
        let stop = try looped { (parser) throws(TemplateFault) in try parser.read(into: &loop.body) }
        guard stop.spelling == "else" else {
            try end(of: token, at: stop)
            return loop
        }
        try close()
        loop.otherwise = try scoped { (parser) throws(TemplateFault) in try parser.body(of: token) }
        return loop
    }
}
