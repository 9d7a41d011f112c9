package import NIOCore

/// The parts of a form that was sent with files.
///
/// Source: RFC 7578, "multipart/form-data"; RFC 2046, section 5.1. Read strictly, so that whoever reads the same bytes
/// again cannot see another form: nothing stands before the first part or behind the last, a line that starts with the
/// boundary is one, and every part says its name.
package struct FormData: Sendable {
    /// The parts in order; several may have one name.
    package let parts: [Part]

    /// One part of a form.
    package struct Part: Sendable {
        /// The name of its field.
        package let name: String
        /// The name of the file; `nil` when it is no file.
        package let filename: String?
        /// What it says of its content, without parameters and in lower case; `nil` when it says nothing.
        package let mediaType: String?
        /// The content.
        package let content: ByteBuffer

        /// The content as text; `nil` when it is not UTF-8.
        package var text: String? { String(validating: content.readableBytesView, as: UTF8.self) }
    }

    /// How much a form may hold.
    package struct Limits: Sendable {
        /// How many parts; 256.
        package var parts = 256
        /// The most bytes of the headers of one part; 8 KiB.
        package var headBytes = 8 * 1024

        /// The default limits.
        package init() {}
    }

    /// The parts with this name.
    package subscript(name: String) -> [Part] { parts.filter { $0.name == name } }

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - body: The body, whole.
    ///   - contentType: The request's `Content-Type`, which names the boundary.
    ///   - limits: How much the form may hold.
    /// - Throws: ``FormDataError``.
    package init(_ body: ByteBuffer, contentType: String, limits: Limits = Limits()) throws(FormDataError) {
        guard let boundary = FormHeader(contentType).boundary else { throw FormDataError(.noBoundary, at: 0) }
        var reader = FormReader(body, boundary: boundary, limits: limits)
        parts = try reader.parts()
    }
}

/// Why a body is no form.
package struct FormDataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package let fault: Fault
    /// Where, in bytes from the start of the body.
    package let offset: Int

    init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }

    /// What can be wrong with a form.
    package enum Fault: String, Hashable, Sendable {
        case noBoundary = "its Content-Type names no boundary of 1 to 70 letters"
        case noStart = "it does not begin with its boundary"
        case noEnd = "it ends before its last boundary"
        case badBoundary = "something follows a boundary in its line"
        case badHeader = "a header of a part cannot be read"
        case headTooLong = "the headers of a part are too long"
        case noName = "a part does not say its name"
        case encoded = "a part is encoded, which forms are not"
        case tooManyParts = "it has too many parts"
        case trailing = "something follows its last boundary"
    }

    package var description: String { "\(fault.rawValue) (byte \(offset))" }
}
