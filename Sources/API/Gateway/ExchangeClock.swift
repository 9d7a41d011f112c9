import NIOCore
import Translate

/// Times of one exchange, as Ollama's answers tell them.
struct ExchangeClock: AnswerClock {
    /// When the request came.
    let arrival: NIODeadline
    /// When the model was lent.
    let lent: NIODeadline

    var now: Timestamp { WallClock.now }
    var load: Duration { Duration(lent - arrival) }
    var total: Duration { Duration(.now() - arrival) }
}

extension Duration {
    fileprivate init(_ amount: TimeAmount) {
        self = .nanoseconds(amount.nanoseconds)
    }
}
