import HTTP
package import NIOCore
package import Schema

/// A body that is a list, which has been checked and stays as it was sent.
package struct CheckedList<Element: FieldValue>: RouteInput {
    /// The bytes as they came, without members that were left out as `null`.
    package let bytes: ByteBuffer

    package static var description: InputDescription { .body([Element].rule) }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> CheckedList {
        let rule = [Element].rule
        return { (incoming) throws(Problem) in
            CheckedList(bytes: try Checker.check(incoming.request.body, against: rule).body)
        }
    }
}
