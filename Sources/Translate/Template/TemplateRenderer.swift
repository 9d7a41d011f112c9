/// Writes what a template makes of values.
///
/// Hostile templates are harmless: every step and every byte counts as work, and work has a limit.
struct TemplateRenderer {
    private let tree: TemplateTree
    let date: String
    private var sheet = TemplateSheet()
    /// The values of the variables; those of the template around it are out of sight.
    var frame: [TemplateValue] = []
    private var depth = 0
    private var work = 0
    private let workLimit: Int

    /// How deep templates may use each other, with what is nested around that.
    private static let depthLimit = 64

    /// What has been written so far.
    var text: String { sheet.text }

    /// Starts with nothing written.
    ///
    /// - Parameters:
    ///   - tree: The template.
    ///   - date: What `currentDate` gives: `2026-08-21`.
    ///   - workLimit: The number of steps after which it is given up, 64 bytes counting as one.
    init(_ tree: TemplateTree, date: String, workLimit: Int = 4 << 20) {
        self.tree = tree
        self.date = date
        self.workLimit = workLimit
    }

    /// Counts a step that has made or read a text.
    ///
    /// - Throws: ``TemplateFault`` when there were too many.
    mutating func spend(on text: String = "", _ line: Int) throws(TemplateFault) {
        work += 1 + text.utf8.count / 64
        guard work <= workLimit else { throw TemplateFault(line: line, sentence: "the template takes too long") }
    }

    /// Writes what a part of the template makes of a value, its dot.
    ///
    /// - Throws: ``TemplateFault`` where the value does not fit, or a limit is reached.
    mutating func write(_ part: TemplatePart, of data: TemplateValue) throws(TemplateFault) {
        let outside = frame
        frame = Array(repeating: .nothing, count: part.variableCount)
        frame[0] = data
        _ = try write(part.nodes, dot: data)
        frame = outside
    }

    mutating func write(_ nodes: [TemplateNode], dot: TemplateValue) throws(TemplateFault) -> TemplateExit {
        depth += 1
        defer { depth -= 1 }
        for node in nodes {
            let exit = try write(node, dot: dot)
            guard case .end = exit else { return exit }
        }
        return .end
    }

    private mutating func write(_ node: TemplateNode, dot: TemplateValue) throws(TemplateFault) -> TemplateExit {
        switch node {
        case .text(let text, let line):
            try spend(on: text, line)
            try sheet.append(text, line)
        case .action(let pipeline):
            let value = try value(of: pipeline, dot: dot)
            guard pipeline.variables.isEmpty else { break }
            let text = value.text
            try spend(on: text, pipeline.line)
            try sheet.append(text, pipeline.line)
        case .branch(let branch): return try write(branch, dot: dot)
        case .loop(let loop): return try write(loop, dot: dot)
        case .use(let use): try write(use, dot: dot)
        case .leave(let exit): return exit
        }
        return .end
    }

    private mutating func write(_ use: TemplateUse, dot: TemplateValue) throws(TemplateFault) {
        try spend(use.line)
        guard depth < Self.depthLimit, let part = tree.parts[use.name] else {
            throw TemplateFault(line: use.line, sentence: "templates use each other too deeply")
        }
        try write(part, of: try value(of: use.data, dot: dot))
    }
}
