/// A function that templates can call.
///
/// Source: Go, `text/template`, "Functions"; Ollama, `template/template.go`.
enum TemplateFunction: String, Sendable {
    case and, or, not
    case eq, ne, lt, le, gt, ge
    case len, index, slice
    case print, println, printf
    case json, currentDate, yesterdayDate, toTypeScriptType

    /// How many arguments it takes.
    var argumentCount: ClosedRange<Int> {
        switch self {
        case .and, .or, .index, .printf: 1...Int.max
        case .eq: 2...Int.max
        case .not, .len, .json, .toTypeScriptType: 1...1
        case .ne, .lt, .le, .gt, .ge: 2...2
        case .slice: 1...3
        case .print, .println, .currentDate, .yesterdayDate: 0...Int.max
        }
    }
}
