package import Providers

/// What ``PoolState`` wants done, in the order of the list that it gives.
package enum PoolEffect: Hashable, Sendable {
    /// Look whether a model could be started, and what it would take; nothing is evicted for it before that.
    /// Answered by ``PoolEvent/inspected(_:_:_:)``.
    case inspect(ModelID, Inspection)
    /// Have the model's file read into memory: it will be started when others have left.
    case readAhead(ModelID)
    /// Start a child; there is room for it.
    case start(ModelID, Generation, StartReason)
    /// Stop a child, or give up its load; answered by ``PoolEvent/ended(_:_:failure:)``.
    case stop(ModelID, Generation, StopReason)
    /// Ask a child whether it is well; answered by ``PoolEvent/foundWell(_:_:)`` if it is.
    case examine(ModelID, Generation)
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
    /// It was idle for so long, longer than all others, and another model needs its room.
    case evicted(for: ModelID, idle: Duration)
    /// It was closed to new requests because another model had waited too long; now its last lease has ended.
    case drained(for: ModelID)
    /// It is still loading, nobody waits for it any more, and another model needs its room.
    case unwanted(for: ModelID)
    /// It is idle, and the models that run turned out to take more memory than there is for them.
    case memory
    /// Its keep-alive has passed.
    case idle
    /// Somebody asked for it.
    case unload
    /// Its entry has changed or is no more, or the pool has become smaller.
    case outdated
    /// The pool shuts down.
    case shutdown
}
