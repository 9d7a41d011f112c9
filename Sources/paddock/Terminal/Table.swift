/// Rows of texts, in columns that stand below each other.
struct Table {
    /// The names of the columns; without any, there is no row for them.
    var header: [String] = []
    /// The rows; a short one ends early.
    var rows: [[String]] = []
    /// What stands before each row.
    var indent = ""

    /// The table as lines, each with its end.
    var text: String {
        let all = (header.isEmpty ? [] : [header]) + rows
        let count = all.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            all.map { $0.indices.contains(column) ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return all.map { indent + Self.line($0, widths) + "\n" }.joined()
    }

    private static func line(_ row: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(row.dropLast(), widths) {
            line += cell + String(repeating: " ", count: width - DisplayWidth.of(cell) + 4)
        }
        line += row.last ?? ""
        while line.last == " " { line.removeLast() }
        return line
    }
}
