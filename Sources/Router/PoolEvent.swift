package import Providers
package import Schema

/// What ``PoolState`` is told.
///
/// An event that no longer fits, such as a return to a child that is gone, has no effect.
package enum PoolEvent: Hashable, Sendable {
    /// A request wants a model; its `keepAlive`, if any, holds for that model's instance from the grant on.
    case asked(Ticket, ModelID, keepAlive: KeepAlive?)
    /// A request has gone that may still be waiting; if it was granted already, its lease is returned as usual.
    case left(Ticket)
    /// A lease of this child ended; told once for every grant.
    case returned(ModelID, Generation)
    /// Somebody wants a model out: at once if it is idle, else as if its keep-alive were zero.
    case unloadAsked(ModelID)
    /// A started child can serve.
    case ready(ModelID, Generation)
    /// A child has been reaped and its slot is free; `failure` is set when it never was ready or died by itself.
    case ended(ModelID, Generation, failure: ProviderFailure?)
    /// ``PoolState/nextWake`` has come.
    case timePassed
    /// No more requests are taken, and every child has to go.
    case shutdown
}
