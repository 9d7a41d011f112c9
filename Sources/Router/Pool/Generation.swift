/// One run of one child; two runs of the same model differ in it.
package struct Generation: Hashable, Comparable, Sendable {
    /// Counts the starts of this process from 1; never used twice.
    package let number: UInt64

    /// Names a run.
    package init(number: UInt64) {
        self.number = number
    }

    package static func < (one: Generation, other: Generation) -> Bool { one.number < other.number }
}
