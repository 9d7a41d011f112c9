/// Text that is not JSON.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as the end of a sentence.
    package let reason: String
    /// Where, in bytes from the start.
    package let offset: Int
    /// Whether the text ended before the value did.
    package var isCutShort = false

    package var description: String { "\(reason) at byte \(offset)" }
}
