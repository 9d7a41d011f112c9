import NIOCore
import Schema

extension Checker {
    private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    /// Refuses a body in which there is nothing.
    static func refuseBlank(_ body: ByteBuffer) throws(Problem) {
        guard body.readableBytesView.allSatisfy({ Self.blanks.contains($0) }) else { return }
        var problem = Problem(.invalidJSON, "The request has no body; a JSON object is expected.")
        problem.ollamaText = "missing request body"
        throw problem
    }

    /// Checks a body and returns where its members stand.
    static func check(_ body: ByteBuffer, against rule: Rule) throws(Problem) -> Outline {
        try refuseBlank(body)
        let checker: Checker
        do throws(JSONError) {
            checker = try body.withBytes { (bytes) throws(JSONError) in try Checker(bytes, against: rule) }
        } catch {
            throw Problem(error)
        }
        guard checker.violations.isEmpty else { throw Problem(checker.violations) }
        return checker.outline
    }
}

extension ByteBuffer {
    /// Calls a function with the readable bytes, and keeps the type of its error.
    func withBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let result = withUnsafeReadableBytes { bytes -> Result<Value, JSONError> in
            do throws(JSONError) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
