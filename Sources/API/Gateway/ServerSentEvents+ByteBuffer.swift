import NIOCore
import Translate

extension ServerSentEvents {
    /// Takes bytes and hands over the data of every event that they complete.
    mutating func take(
        _ buffer: ByteBuffer,
        _ event: (UnsafeRawBufferPointer) throws(AnswerFault) -> Void
    ) throws(AnswerFault) {
        let result = buffer.withUnsafeReadableBytes { bytes -> Result<Void, AnswerFault> in
            do throws(AnswerFault) { return .success(try take(bytes, event)) } catch { return .failure(error) }
        }
        try result.get()
    }
}
