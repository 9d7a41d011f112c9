import Schema

extension TemplateRenderer {
    mutating func write(_ branch: TemplateBranch, dot: TemplateValue) throws(TemplateFault) -> TemplateExit {
        for clause in branch.clauses {
            let value = try value(of: clause.condition, dot: dot)
            guard value.isTrue else { continue }
            return try write(clause.body, dot: clause.movesDot ? value : dot)
        }
        return try write(branch.otherwise, dot: dot)
    }

    mutating func write(_ loop: TemplateLoop, dot: TemplateValue) throws(TemplateFault) -> TemplateExit {
        let line = loop.elements.line
        try spend(line)
        let elements = try value(of: loop.elements.value, dot: dot)
        switch elements {
        case .bool, .text: throw TemplateFault(line: line, sentence: "\"range\" cannot go through \(elements.kind)")
        case _ where !elements.isTrue: return try write(loop.otherwise, dot: dot)
        case .list(let list):
            for (index, element) in list.enumerated() {
                let element = TemplateValue(element)
                guard try goesOn(loop, at: .number(index), with: element) else { break }
            }
        case .object(let object):
            for member in object.members {
                let element = TemplateValue(member.value)
                guard try goesOn(loop, at: .text(member.key), with: element) else { break }
            }
        case .number(let number):
            guard let count = number.int, loop.elements.variables.count < 2 else {
                throw TemplateFault(line: line, sentence: "\"range\" counts to a whole number, with one variable")
            }
            for index in 0..<max(count, 0) {
                guard try goesOn(loop, at: .number(index), with: .number(index)) else { break }
            }
        case .nothing: break
        }
        return .end
    }

    /// Writes one round of a loop, and tells whether another one may follow.
    private mutating func goesOn(
        _ loop: TemplateLoop,
        at key: TemplateValue,
        with element: TemplateValue
    ) throws(TemplateFault) -> Bool {
        try spend(loop.elements.line)
        let variables = loop.elements.variables
        if let last = variables.last { frame[last] = element }
        if variables.count > 1 { frame[variables[0]] = key }
        let exit = try write(loop.body, dot: element)
        if case .break = exit { return false }
        return true
    }
}
