extension TemplateParser {
    /// Reads an expression, and the variables in front of it that take its value.
    mutating func pipeline(variableLimit: Int = 1) throws(TemplateFault) -> TemplatePipeline {
        let line = try peek().line
        var targets: [(name: String, token: TemplateToken)] = []
        while let target = try target() {
            targets.append(target)
            let token = try next()
            switch token.kind {
            case .comma:
                guard targets.count < variableLimit else { throw token.unexpected }
            case .assignment:
                let value = try expression()
                var places: [Int] = []
                for target in targets { places.append(try place(of: target.name, target.token)) }
                return TemplatePipeline(value, variables: places, line: line)
            case .declaration:
                // A new variable cannot be seen in its own value.
                let value = try expression()
                var places: [Int] = []
                for target in targets { places.append(try declare(target.name, target.token)) }
                return TemplatePipeline(value, variables: places, line: line)
            default:
                guard targets.count == 1 else { throw token.unexpected }
                giveBack(token)
                giveBack(target.token)
                return TemplatePipeline(try expression(), line: line)
            }
        }
        guard targets.isEmpty else { throw try next().unexpected }
        return TemplatePipeline(try expression(), line: line)
    }

    /// Reads a variable's bare name, if one comes next.
    private mutating func target() throws(TemplateFault) -> (name: String, token: TemplateToken)? {
        let token = try next()
        if case .variable(let name, let path) = token.kind, path.isEmpty { return (name, token) }
        giveBack(token)
        return nil
    }

    /// Reads commands with pipes between them.
    mutating func expression() throws(TemplateFault) -> TemplateExpression {
        var value = try command(on: nil)
        while case .pipe = try peek().kind {
            _ = try next()
            value = try command(on: value)
        }
        return value
    }

    /// Reads a value, or a function and its arguments, of which the last one comes through the pipe before it.
    private mutating func command(on piped: TemplateExpression?) throws(TemplateFault) -> TemplateExpression {
        let token = try next()
        guard token.kind.startsOperand else { throw token.unexpected }
        if case .name(let name) = token.kind, Self.constant(name) == nil {
            var arguments: [TemplateExpression] = []
            while try peek().kind.startsOperand { arguments.append(try argument()) }
            if let piped { arguments.append(piped) }
            return try call(name, arguments, token)
        }
        guard piped == nil else {
            throw TemplateFault(
                line: token.line,
                sentence: "\"\(token.spelling)\" is no function, and stands behind a pipe"
            )
        }
        let value = try operand(token)
        guard try !peek().kind.startsOperand else {
            throw TemplateFault(
                line: token.line,
                sentence: "\"\(token.spelling)\" is no function, and takes no arguments"
            )
        }
        return value
    }

    private mutating func argument() throws(TemplateFault) -> TemplateExpression {
        let token = try next()
        guard token.isSpaced else { throw token.unexpected }
        return try operand(token)
    }

    /// Makes a value of a token and what belongs to it.
    private mutating func operand(_ token: TemplateToken) throws(TemplateFault) -> TemplateExpression {
        switch token.kind {
        case .constant(let value): return .constant(value)
        case .path(let names): return member(names, of: .dot)
        case .variable(let name, let names): return member(names, of: .variable(try place(of: name, token)))
        case .name(let name):
            if let value = Self.constant(name) { return .constant(value) }
            return try call(name, [], token)
        case .leftParenthesis:
            let value = try nested(token) { (parser) throws(TemplateFault) in try parser.expression() }
            let end = try next()
            guard case .rightParenthesis = end.kind else { throw end.unexpected }
            let rest = try next()
            if case .path(let names) = rest.kind, !names.isEmpty, !rest.isSpaced { return member(names, of: value) }
            giveBack(rest)
            return value
        default: throw token.unexpected
        }
    }

    private static func constant(_ name: String) -> TemplateValue? {
        switch name {
        case "true": .bool(true)
        case "false": .bool(false)
        case "nil": .nothing
        default: nil
        }
    }

    private mutating func member(_ names: [String], of base: TemplateExpression) -> TemplateExpression {
        note(fields: names)
        return names.isEmpty ? base : .member(base, names)
    }

    private func call(
        _ name: String,
        _ arguments: [TemplateExpression],
        _ token: TemplateToken
    ) throws(TemplateFault) -> TemplateExpression {
        guard let function = TemplateFunction(rawValue: name) else {
            throw TemplateFault(line: token.line, sentence: "no function is named \"\(name)\"")
        }
        let count = arguments.count
        guard function.argumentCount.contains(count) else {
            let sentence = "\"\(name)\" cannot take \(count) \(count == 1 ? "argument" : "arguments")"
            throw TemplateFault(line: token.line, sentence: sentence)
        }
        let call = TemplateCall(function: function, arguments: arguments, line: token.line)
        guard call.height <= Self.depthLimit else { throw tooDeep(token) }
        return .call(call)
    }
}
