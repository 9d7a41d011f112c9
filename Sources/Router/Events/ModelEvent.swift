package import Providers

/// Something that happened to a model, for those who watch; nothing is decided by it.
package struct ModelEvent: Sendable {
    /// The model.
    package let model: ModelID
    /// When it happened.
    package let time: ContinuousClock.Instant
    /// What happened.
    package let kind: Kind

    /// What can happen.
    package enum Kind: Sendable {
        /// It is going to be loaded: a slot was free, or another model is made to leave for it.
        case loadStarted(LoadReason)
        /// It can be used; `processID` is `nil` when it runs elsewhere.
        case started(processID: Int32?, loadDuration: Duration)
        /// It did not start.
        case loadFailed(ProviderFailure)
        /// It was lent to a request.
        case requestStarted(Ticket)
        /// A request gave it back; `status` is the HTTP status that the client got.
        case requestFinished(Ticket, status: Int, duration: Duration)
        /// It was told to leave, and has left.
        case stopped(StopReason)
        /// It ended unasked.
        case crashed(ProviderFailure)
    }

    /// Where a model's slot comes from, spelled as clients get it.
    package enum LoadReason: String, Sendable {
        /// A slot was free.
        case load
        /// Another model has to leave first.
        case dropAndLoad = "drop_and_load"
    }
}
