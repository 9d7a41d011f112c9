import HTTP
import Logging
import NIOHTTP1
import Schema

extension Logger.Message {
    /// What the log says of an answer: how long it is, what it took, whose key and what was asked, and the status.
    ///
    /// One text in the form that facts have in the log. As facts it would be put together from a dictionary, which took a
    /// fifth of the instructions of a request that is handed on.
    static func answered(_ exchange: Exchange, in duration: Duration, for caller: Caller) -> Logger.Message {
        let request = exchange.request
        var text = "answered bytes="
        text.reserveCapacity(160)
        text += String(exchange.bodyBytes)
        text += " duration_ms="
        text += duration.milliseconds.description
        if let name = caller.name { text += " key=\(name)" }
        text += " request=\""
        text += request.method.rawValue
        text += " "
        // A quote would end the fact before its time.
        text +=
            request.path.utf8.contains(UInt8(ascii: "\"")) ? request.path.replacing("\"", with: "%22") : request.path
        text += "\""
        if let name = exchange.requestID {
            text += " request_id="
            text += name
        }
        text += " status="
        text += String(exchange.status)
        return Logger.Message(stringLiteral: text)
    }
}
