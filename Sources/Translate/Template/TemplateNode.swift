/// A part of a template that prints something, decides or repeats.
enum TemplateNode: Sendable {
    /// What stands between actions.
    case text(String, line: Int)
    /// Prints a value, or gives it to a variable.
    case action(TemplatePipeline)
    /// `if` and `with`.
    case branch(TemplateBranch)
    case loop(TemplateLoop)
    /// `template`, and the place of a `block`.
    case use(TemplateUse)
    case leave(TemplateExit)
}

/// An expression, and the variables that take its value.
struct TemplatePipeline: Sendable {
    let value: TemplateExpression
    /// One variable, or for a loop up to two; empty when the value is printed or asked.
    let variables: [Int]
    let line: Int

    init(_ value: TemplateExpression, variables: [Int] = [], line: Int) {
        self.value = value
        self.variables = variables
        self.line = line
    }
}

/// The conditions of `if` or `with`, in order, and what follows each.
struct TemplateBranch: Sendable {
    var clauses: [Clause] = []
    /// What follows when no condition holds.
    var otherwise: [TemplateNode] = []

    struct Clause: Sendable {
        let condition: TemplatePipeline
        /// Whether the dot becomes the condition's value.
        let movesDot: Bool
        var body: [TemplateNode]
    }
}

/// `range`: a part that is repeated for every element.
struct TemplateLoop: Sendable {
    let elements: TemplatePipeline
    var body: [TemplateNode]
    /// What follows when there are no elements.
    var otherwise: [TemplateNode]
}

/// Where another part of the template is put in by its name.
struct TemplateUse: Sendable {
    let name: String
    /// What its dot stands for.
    let data: TemplateExpression
    let line: Int
}

/// How a part of a loop ends.
enum TemplateExit: Sendable {
    case end, `continue`, `break`
}

/// What an action computes.
indirect enum TemplateExpression: Sendable {
    case constant(TemplateValue)
    case dot
    /// The value of a variable, by its place in the frame; `$` has the first.
    case variable(Int)
    /// A member of a member, and so on.
    case member(TemplateExpression, [String])
    case call(TemplateCall)
}

/// A call of a function; what came through a pipe is the last argument.
struct TemplateCall: Sendable {
    let function: TemplateFunction
    let arguments: [TemplateExpression]
    let line: Int
    /// How deep calls nest in it, with itself.
    let height: Int

    init(function: TemplateFunction, arguments: [TemplateExpression], line: Int) {
        self.function = function
        self.arguments = arguments
        self.line = line
        height = 1 + (arguments.lazy.map(\.height).max() ?? 0)
    }
}

extension TemplateExpression {
    fileprivate var height: Int {
        switch self {
        case .constant, .dot, .variable: 0
        case .member(let base, _): base.height
        case .call(let call): call.height
        }
    }
}
