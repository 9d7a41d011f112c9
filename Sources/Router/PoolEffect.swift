package import Providers

/// What ``PoolState`` wants done, in the order of the list that it gives.
package enum PoolEffect: Hashable, Sendable {
    /// Start a child; a slot is free for it.
    case start(ModelID, Generation, StartReason)
    /// Stop a child, or give up its load; answered by ``PoolEvent/ended(_:_:failure:)``.
    case stop(ModelID, Generation, StopReason)
    /// Lend this child to a request.
    case grant(Ticket, ModelID, Generation)
    /// Turn a request away.
    case refuse(Ticket, PoolFailure)
}

/// Which slot a child is started in.
package enum StartReason: Hashable, Sendable {
    /// One that was free already.
    case freeSlot
    /// The one that this other model has just left.
    case replacing(ModelID)
}

/// Why a child is stopped.
package enum StopReason: Hashable, Sendable {
    /// It was idle for so long, longer than all others, and another model needs its slot.
    case evicted(for: ModelID, idle: Duration)
    /// It was closed to new requests because another model had waited too long; now its last lease has ended.
    case drained(for: ModelID)
    /// It is still loading, nobody waits for it any more, and another model needs its slot.
    case unwanted(for: ModelID)
    /// Its keep-alive has passed.
    case idle
    /// Somebody asked for it.
    case unload
    /// The pool shuts down.
    case shutdown
}
