/// What is wrong with a template, or went wrong while it was rendered.
package struct TemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line of the template, from 1.
    package let line: Int
    /// What is wrong, without a full stop.
    package let sentence: String

    package var description: String { "template: line \(line): \(sentence)" }
}
