import Schema

extension TemplateCall {
    /// The arguments one after another.
    ///
    /// `print` puts blanks between neighbours of which neither is a text, `println` between all.
    func printed(_ arguments: [TemplateValue]) throws(TemplateFault) -> String {
        var sheet = TemplateSheet()
        for (index, argument) in arguments.enumerated() {
            let isApart = index > 0 && !argument.isText && !arguments[index - 1].isText
            if isApart || index > 0 && function == .println { try sheet.append(" ", line) }
            try sheet.append(argument.text, line)
        }
        if function == .println { try sheet.append("\n", line) }
        return sheet.text
    }

    /// The first argument, a text, with the others in place of its verbs: `%s`, `%v`, `%d`, `%q`, `%t`.
    func formatted(_ arguments: [TemplateValue]) throws(TemplateFault) -> String {
        guard case .text(let format) = arguments[0] else { throw fault("needs a text and got \(arguments[0].kind)") }
        var sheet = TemplateSheet()
        var rest = arguments.dropFirst()
        var pieces = format.split(separator: "%", omittingEmptySubsequences: false)[...]
        try sheet.append(String(pieces.removeFirst()), line)
        while let piece = pieces.popFirst() {
            guard let verb = piece.first else {
                // Two signs stand for one.
                try sheet.append("%" + (pieces.popFirst() ?? ""), line)
                continue
            }
            guard let argument = rest.popFirst() else { throw fault("has no value for \"%\(verb)\"") }
            try sheet.append(try argument.formatted(by: verb, in: self), line)
            try sheet.append(String(piece.dropFirst()), line)
        }
        guard rest.isEmpty else { throw fault("has \(rest.count) values too many") }
        return sheet.text
    }
}

extension TemplateValue {
    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }

    fileprivate func formatted(by verb: Character, in call: TemplateCall) throws(TemplateFault) -> String {
        switch (verb, self) {
        case ("v", _), ("s", _), ("d", .number), ("t", .bool): return text
        case ("q", .text), ("q", .nothing): return quoted
        case ("d", _), ("q", _), ("t", _): throw call.fault("cannot write \(kind) as \"%\(verb)\"")
        default: throw call.fault("does not know \"%\(verb)\"")
        }
    }
}
