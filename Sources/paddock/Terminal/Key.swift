/// What a person does at a keyboard.
enum Key: Hashable, Sendable {
    /// Writes a character, or part of one: accents may come by themselves.
    case text(String)
    /// Brings a text of one or more lines in one go.
    case paste(String)
    case enter
    /// A line break inside the text.
    case newline
    case left, right, up, down, home, end
    case wordLeft, wordRight
    case backspace, delete
    /// A letter together with the control key, in small letters.
    case control(Character)
}
