import Schema
import Translate

/// A clock that stands still: 2.5 s after midnight, a load of 1 ms, 3 ms in all.
struct StillClock: AnswerClock {
    var now: Timestamp { Timestamp(seconds: 2, nanoseconds: 500_000_000) }
    var load: Duration { .milliseconds(1) }
    var total: Duration { .milliseconds(3) }
}

/// Finds the events of a stream that comes in pieces of a size.
func events(
    of stream: String,
    inPiecesOf size: Int,
    limit: Int = 1 << 20,
    _ event: (UnsafeRawBufferPointer) throws(AnswerFault) -> Void
) throws(AnswerFault) {
    var events = ServerSentEvents(limit: limit)
    var rest = Array(stream.utf8)[...]
    while !rest.isEmpty {
        try rest.prefix(size).withUnsafeBufferPointer { (piece) throws(AnswerFault) in
            try events.take(UnsafeRawBufferPointer(piece), event)
        }
        rest = rest.dropFirst(size)
    }
}

/// Feeds a stream to a translator in pieces of a size, and returns what comes out.
func feed(
    _ stream: String,
    inPiecesOf size: Int,
    to translator: some AnswerTranslator
) throws(AnswerFault) -> String {
    var translator = translator
    var out: [UInt8] = []
    try events(of: stream, inPiecesOf: size) { (event) throws(AnswerFault) in
        try translator.take(event, clock: StillClock(), to: &out)
    }
    try translator.finish(clock: StillClock(), to: &out)
    return String(decoding: out, as: UTF8.self)
}
