/// One request's wish for a model, from the moment it asks until it is granted, refused or gone.
package struct Ticket: Hashable, Sendable {
    /// Different for every wish of this process.
    package let number: UInt64

    /// Names a wish.
    package init(number: UInt64) {
        self.number = number
    }
}
