/// A piece of a template: the text between two actions, or a word inside an action.
struct TemplateToken: Sendable {
    let kind: Kind
    /// The line on which it starts, from 1.
    let line: Int
    /// How the template spells it; empty for a text.
    let spelling: String
    /// Whether white space stands before it.
    let isSpaced: Bool

    enum Kind: Sendable {
        /// What is printed as it stands.
        case text(String)
        /// The braces before and after an action.
        case open, close
        /// The end of the template.
        case end
        /// A dot, or with names `.Messages` and `.Function.Name`.
        case path([String])
        /// `$` or `$message`, or with names `$.System` and `$message.Role`.
        case variable(String, [String])
        /// A keyword, or the name of a function.
        case name(String)
        /// A number, or a text in quotes.
        case constant(TemplateValue)
        case leftParenthesis, rightParenthesis, pipe, comma, declaration, assignment
    }

    /// The fault of standing where nothing like it can.
    var unexpected: TemplateFault {
        TemplateFault(line: line, sentence: spelling.isEmpty ? "unexpected end" : "unexpected \"\(spelling)\"")
    }
}

extension TemplateToken.Kind {
    /// Whether an operand can start with it.
    var startsOperand: Bool {
        switch self {
        case .path, .variable, .name, .constant, .leftParenthesis: true
        default: false
        }
    }
}
