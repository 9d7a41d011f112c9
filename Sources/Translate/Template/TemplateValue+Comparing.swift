import Schema

extension TemplateValue {
    /// Why two values cannot be compared.
    struct Incomparable: Error {
        let sentence: String
    }

    /// Whether two values are the same; nothing is the same as nothing else.
    ///
    /// - Throws: ``Incomparable`` for values of different kinds, lists and objects.
    func isEqual(to other: TemplateValue) throws(Incomparable) -> Bool {
        switch (self, other) {
        case (.nothing, .nothing): true
        case (.nothing, _), (_, .nothing): false
        case (.bool(let one), .bool(let two)): one == two
        // By bytes, for Swift takes differently composed characters for the same.
        case (.text(let one), .text(let two)): one.utf8.elementsEqual(two.utf8)
        case (.number(let one), .number(let two)):
            if let one = one.int, let two = two.int { one == two } else { one.double == two.double }
        default: throw Incomparable(sentence: "cannot compare \(kind) with \(other.kind)")
        }
    }

    /// Whether this stands before another value.
    ///
    /// - Throws: ``Incomparable`` for all but two numbers and two texts.
    func isLess(than other: TemplateValue) throws(Incomparable) -> Bool {
        switch (self, other) {
        case (.text(let one), .text(let two)): one.utf8.lexicographicallyPrecedes(two.utf8)
        case (.number(let one), .number(let two)):
            if let one = one.int, let two = two.int { one < two } else { one.double < two.double }
        default: throw Incomparable(sentence: "cannot order \(kind) and \(other.kind)")
        }
    }
}
