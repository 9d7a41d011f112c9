import Schema

extension TemplateRenderer {
    /// The value of a pipeline, which its variables take.
    mutating func value(of pipeline: TemplatePipeline, dot: TemplateValue) throws(TemplateFault) -> TemplateValue {
        try spend(pipeline.line)
        let value = try value(of: pipeline.value, dot: dot)
        for variable in pipeline.variables { frame[variable] = value }
        return value
    }

    mutating func value(of expression: TemplateExpression, dot: TemplateValue) throws(TemplateFault) -> TemplateValue {
        switch expression {
        case .constant(let value): return value
        case .dot: return dot
        case .variable(let place): return frame[place]
        case .member(let base, let names):
            var value = try value(of: base, dot: dot)
            for name in names { value = value[name] }
            return value
        case .call(let call): return try value(of: call, dot: dot)
        }
    }

    private mutating func value(of call: TemplateCall, dot: TemplateValue) throws(TemplateFault) -> TemplateValue {
        if call.function == .and || call.function == .or {
            return try firstDecisive(of: call.arguments, isTrue: call.function == .or, dot: dot)
        }
        var arguments: [TemplateValue] = []
        for argument in call.arguments {
            let value = try value(of: argument, dot: dot)
            if case .text(let text) = value { try spend(on: text, call.line) }
            arguments.append(value)
        }
        let value = try call.value(of: arguments, date: date)
        if case .text(let text) = value { try spend(on: text, call.line) } else { try spend(call.line) }
        return value
    }

    /// The first value that settles `and` or `or`; else the last one.
    ///
    /// What stands behind it is not computed, as in `and .Tools (index .Tools 0)`.
    private mutating func firstDecisive(
        of arguments: [TemplateExpression],
        isTrue: Bool,
        dot: TemplateValue
    ) throws(TemplateFault) -> TemplateValue {
        var value = TemplateValue.nothing
        for argument in arguments {
            value = try self.value(of: argument, dot: dot)
            if value.isTrue == isTrue { break }
        }
        return value
    }
}
