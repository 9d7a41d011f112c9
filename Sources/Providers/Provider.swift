package import HTTP

/// What can run a model.
package protocol Provider: Sendable {
    /// Looks whether the model could be started, without starting anything.
    ///
    /// - Returns: What it would take.
    /// - Throws: ``ProviderFailure`` when it could not: nothing has to make room for it then.
    func inspect() async throws(ProviderFailure) -> Footprint

    /// Has the model's file read into memory, because it will be started soon; returns at once.
    func readAhead()

    /// Runs the model once, from its start until it has ended and nothing of it is left.
    ///
    /// - Parameters:
    ///   - model: The model's name, which the child puts into its answers.
    ///   - stop: Ends the run, in whatever state it is.
    ///   - report: Told how it goes.
    /// - Returns: Why it ended by itself; `nil` when it was stopped.
    func run(
        _ model: ModelID,
        until stop: StopSignal,
        report: @escaping @Sendable (ProviderReport) -> Void
    ) async
        -> ProviderFailure?
}

/// What a provider tells of a run.
package enum ProviderReport: Sendable {
    /// The model can be used; told once.
    case ready(Instance)
    /// What it takes, measured; told after ``ready(_:)``, and again when it has changed.
    case measured(Footprint)
}

/// A running model that can be called.
package struct Instance: Sendable {
    /// The connections to it.
    package let upstream: UpstreamPool
    /// What brings its conversations back; `nil` when it has none.
    package let slots: SlotCache?
    /// The process that runs it; `nil` when it runs elsewhere.
    package let processID: Int32?
    /// The time from the decision to start it until it could be used.
    package let loadDuration: Duration

    /// Bytes of memory that the process takes now, those of the file included; `nil` when nobody can tell.
    package var residentBytes: Int? { processID.flatMap(ResidentMemory.bytes(of:)) }

    /// A running model.
    package init(upstream: UpstreamPool, slots: SlotCache? = nil, processID: Int32?, loadDuration: Duration) {
        self.upstream = upstream
        self.slots = slots
        self.processID = processID
        self.loadDuration = loadDuration
    }
}
