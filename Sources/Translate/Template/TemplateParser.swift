/// Makes a tree of a template.
///
/// Source: Go, `text/template`, "Actions", and `parse/parse.go`.
struct TemplateParser {
    private var scanner: TemplateScanner
    /// Tokens that were read and given back, the next one last.
    private var returned: [TemplateToken] = []
    private(set) var tree = TemplateTree()
    /// The variables that can be seen here, each at its place in the frame.
    private var variables = ["$"]
    private var variableCount = 1
    private(set) var loopDepth = 0
    private var depth = 0
    /// Where parts are put in that may be defined further on.
    private var uses: [TemplateUse] = []

    /// How deep actions and parentheses may nest, so that a hostile template cannot exhaust the stack.
    static let depthLimit = 64
    private static let variableLimit = 128

    /// Parses a whole template.
    ///
    /// - Throws: ``TemplateFault`` at the first place that makes no sense.
    static func tree(of text: String) throws(TemplateFault) -> TemplateTree {
        var parser = TemplateParser(scanner: TemplateScanner(text))
        var nodes: [TemplateNode] = []
        let end = try parser.read(into: &nodes)
        guard case .end = end.kind else { throw end.unexpected }
        parser.tree.root = TemplatePart(nodes: nodes, variableCount: parser.variableCount)
        for use in parser.uses where parser.tree.parts[use.name] == nil {
            throw TemplateFault(line: use.line, sentence: "no template \"\(use.name)\" is defined")
        }
        return parser.tree
    }

    private init(scanner: TemplateScanner) {
        self.scanner = scanner
    }
}

// Tokens.
extension TemplateParser {
    mutating func next() throws(TemplateFault) -> TemplateToken {
        if let token = returned.popLast() { return token }
        return try scanner.next()
    }

    mutating func peek() throws(TemplateFault) -> TemplateToken {
        let token = try next()
        returned.append(token)
        return token
    }

    mutating func giveBack(_ token: TemplateToken) {
        returned.append(token)
    }

    /// Reads the braces that end an action.
    mutating func close() throws(TemplateFault) {
        let token = try next()
        guard case .close = token.kind else { throw token.unexpected }
    }

    /// Reads a text in quotes.
    mutating func name() throws(TemplateFault) -> String {
        let token = try next()
        guard case .constant(.text(let name)) = token.kind else { throw token.unexpected }
        return name
    }
}

// Names.
extension TemplateParser {
    /// The place of a variable in the frame.
    func place(of variable: String, _ token: TemplateToken) throws(TemplateFault) -> Int {
        guard let place = variables.lastIndex(of: variable) else {
            throw TemplateFault(line: token.line, sentence: "no variable is named \"\(variable)\"")
        }
        return place
    }

    /// Makes a variable that can be seen until the end of the surrounding action.
    mutating func declare(_ variable: String, _ token: TemplateToken) throws(TemplateFault) -> Int {
        guard variables.count < Self.variableLimit else {
            throw TemplateFault(line: token.line, sentence: "there are too many variables")
        }
        variables.append(variable)
        variableCount = max(variableCount, variables.count)
        return variables.count - 1
    }

    mutating func note(fields: [String]) {
        for field in fields { tree.fields.insert(field.lowercased()) }
    }

    mutating func note(_ use: TemplateUse) {
        uses.append(use)
    }
}

// Nesting.
extension TemplateParser {
    /// Reads what lies one level deeper.
    mutating func nested<Result>(
        _ token: TemplateToken,
        _ read: (inout TemplateParser) throws(TemplateFault) -> Result
    ) throws(TemplateFault) -> Result {
        guard depth < Self.depthLimit else { throw tooDeep(token) }
        depth += 1
        defer { depth -= 1 }
        return try scoped(read)
    }

    /// Reads something whose variables cannot be seen behind it.
    mutating func scoped<Result>(
        _ read: (inout TemplateParser) throws(TemplateFault) -> Result
    ) throws(TemplateFault) -> Result {
        let visible = variables.count
        defer { variables.removeLast(variables.count - visible) }
        return try read(&self)
    }

    /// Reads the repeated part of a loop.
    mutating func looped<Result>(
        _ read: (inout TemplateParser) throws(TemplateFault) -> Result
    ) throws(TemplateFault) -> Result {
        loopDepth += 1
        defer { loopDepth -= 1 }
        return try scoped(read)
    }

    func tooDeep(_ token: TemplateToken) -> TemplateFault {
        TemplateFault(line: token.line, sentence: "the template is nested too deeply")
    }

    /// Whether this stands inside of no other action.
    var isOutermost: Bool { depth == 0 }

    /// Reads a part with variables of its own, up to its `end`.
    mutating func define(_ name: String, _ token: TemplateToken) throws(TemplateFault) {
        guard tree.parts[name] == nil else {
            throw TemplateFault(line: token.line, sentence: "the template \"\(name)\" is defined twice")
        }
        let outside = (variables, variableCount, loopDepth)
        defer { (variables, variableCount, loopDepth) = outside }
        (variables, variableCount, loopDepth) = (["$"], 1, 0)
        let nodes = try nested(token) { (parser) throws(TemplateFault) in try parser.body(of: token) }
        tree.parts[name] = TemplatePart(nodes: nodes, variableCount: variableCount)
    }
}
