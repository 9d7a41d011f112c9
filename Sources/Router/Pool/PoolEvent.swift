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
    case returned(ModelID, Generation, LeaseEnd)
    /// Somebody wants a model out: at once if it is idle, else as if its keep-alive were zero.
    case unloadAsked(ModelID)
    /// The answer to ``PoolEffect/inspect(_:_:)``: what the model would take, or why it cannot be started.
    case inspected(ModelID, Inspection, Result<Footprint, ProviderFailure>)
    /// A started child can serve.
    case ready(ModelID, Generation)
    /// What a child takes was measured.
    case measured(ModelID, Generation, Footprint)
    /// The answer to ``PoolEffect/examine(_:_:)``: the child is well. One that is not ends, sooner or later.
    case foundWell(ModelID, Generation)
    /// A child has been reaped and its slot is free; `failure` is set when it never was ready or died by itself.
    case ended(ModelID, Generation, failure: ProviderFailure?)
    /// The operator has other wishes now.
    case reconfigured(PoolChange)
    /// ``PoolState/nextWake`` has come.
    case timePassed
    /// No more requests are taken, and every child has to go.
    case shutdown
}

/// How a lease ended.
package enum LeaseEnd: Hashable, Sendable {
    /// The request has been answered.
    case served
    /// The request went away, or did not need the model after all.
    case leftAlone
    /// The connection to the child broke, so the child may be dying.
    case lost
}

/// One look at a model before it is started; two looks at the same model differ in it.
package struct Inspection: Hashable, Sendable {
    /// Counts the looks of this process from 1; never used twice.
    package let number: UInt64

    /// Names a look.
    package init(number: UInt64) {
        self.number = number
    }
}

/// What changes in a pool when its configuration is read again.
package struct PoolChange: Hashable, Sendable {
    /// The limits from now on.
    package var limits: PoolLimits
    /// What the operator wishes for models from now on.
    package var policies: [ModelID: PoolState.Policy]
    /// Models that have to be started anew; those that run leave after their leases.
    package var changed: Set<ModelID>
    /// Models that are no more; those that run leave after their leases, and who waits for them is refused.
    package var removed: Set<ModelID>

    /// States a change.
    package init(
        limits: PoolLimits,
        policies: [ModelID: PoolState.Policy],
        changed: Set<ModelID> = [],
        removed: Set<ModelID> = []
    ) {
        self.limits = limits
        self.policies = policies
        self.changed = changed
        self.removed = removed
    }
}
