/// How large a terminal is.
struct TerminalSize: Hashable, Sendable {
    /// Characters in a row.
    var columns = 80
    /// Rows that are seen at once.
    var rows = 24
}
