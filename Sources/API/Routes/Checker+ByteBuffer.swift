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

    /// Checks a body, and returns it without members that are `null` where that means the same as leaving them out, and
    /// where the others stand.
    ///
    /// llama-server does not take `null` for left out everywhere.
    static func check(_ body: ByteBuffer, against rule: Rule) throws(Problem) -> (body: ByteBuffer, outline: Outline) {
        try refuseBlank(body)
        let checker: Checker
        do throws(JSONError) {
            checker = try body.withBytes { (bytes) throws(JSONError) in try Checker(bytes, against: rule) }
        } catch {
            throw Problem(error)
        }
        guard checker.violations.isEmpty else { throw Problem(checker.violations) }
        guard checker.absent.isEmpty else { return try check(body.removing(checker.absent), against: rule) }
        return (body, checker.outline)
    }
}

extension ByteBuffer {
    /// The readable bytes without some of them.
    fileprivate func removing(_ ranges: [Range<Int>]) -> ByteBuffer {
        var result = ByteBufferAllocator().buffer(capacity: readableBytes)
        var position = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) + [readableBytes..<readableBytes] {
            result.writeImmutableBuffer(
                getSlice(at: readerIndex + position, length: range.lowerBound - position) ?? ByteBuffer()
            )
            position = range.upperBound
        }
        return result
    }

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
