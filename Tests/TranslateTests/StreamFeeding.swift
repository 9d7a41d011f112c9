import Schema
import Translate

/// A clock that stands still: 2.5 s after midnight, a load of 1 ms, 3 ms in all.
struct StillClock: AnswerClock {
    var now: Timestamp { Timestamp(seconds: 2, nanoseconds: 500_000_000) }
    var load: Duration { .milliseconds(1) }
    var total: Duration { .milliseconds(3) }
}

/// Feeds a stream to a translator in pieces of a size, and returns what comes out.
func feed(
    _ stream: String,
    inPiecesOf size: Int,
    to translator: some AnswerTranslator
) throws(AnswerFault) -> String {
    var translator = translator
    var events = ServerSentEvents()
    var out: [UInt8] = []
    let bytes = Array(stream.utf8)
    var start = 0
    while start < bytes.count {
        let piece = Array(bytes[start..<min(start + size, bytes.count)])
        start += size
        try piece.withUnsafeBufferPointer { (piece) throws(AnswerFault) in
            try events.take(UnsafeRawBufferPointer(piece)) { (event) throws(AnswerFault) in
                try translator.take(event, clock: StillClock(), to: &out)
            }
        }
    }
    try translator.finish(clock: StillClock(), to: &out)
    return String(decoding: out, as: UTF8.self)
}
