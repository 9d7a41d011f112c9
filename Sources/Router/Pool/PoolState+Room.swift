import Providers

/// The slots and the memory that models share.
extension PoolState {
    /// Slots and memory that are free, or would be.
    struct Room {
        private var slots: Int
        /// Bytes, below zero when models have turned out larger than was thought; `nil` when there is no limit.
        private var memory: Int?
        /// Bytes that are already counted for files that are shared.
        private var files: [String: Int] = [:]

        /// All that there is.
        init(_ limits: PoolLimits) {
            slots = limits.capacity
            memory = limits.memoryBudget
        }

        /// Whether there is too little for what was taken.
        var isOverdrawn: Bool { slots < 0 || isOutOfMemory }

        /// Whether there is too little memory for what was taken.
        var isOutOfMemory: Bool { memory.map { $0 < 0 } ?? false }

        /// Takes what a model needs, whether it is there or not.
        mutating func take(_ footprint: Footprint?) {
            slots -= 1
            guard let memory, let footprint else { return }
            // Limits have been checked to fit into the arithmetic: no footprint is larger than the budget by far.
            self.memory = memory.subtractingClamped(cost(of: footprint))
            if let file = footprint.file { files[file] = max(files[file] ?? 0, footprint.shared) }
        }

        /// Takes what a model needs if it is there.
        mutating func takeIfFree(_ footprint: Footprint?) -> Bool {
            guard slots > 0 else { return false }
            if let memory, let footprint, cost(of: footprint) > memory { return false }
            take(footprint)
            return true
        }

        /// Bytes that the model adds to what has been taken.
        private func cost(of footprint: Footprint) -> Int {
            guard let file = footprint.file, let counted = files[file] else { return footprint.total }
            return Footprint(own: footprint.own, shared: max(0, footprint.shared - counted)).total
        }
    }

    /// The room that there would be without some of the instances.
    func room(without isGone: (ModelID, Instance) -> Bool = { _, _ in false }) -> Room {
        var room = Room(limits)
        for (model, instance) in instances where !isGone(model, instance) { room.take(footprints[model]) }
        return room
    }

    /// Whether somebody who waits for this model needs an instance that is not there.
    func lacksInstance(_ model: ModelID) -> Bool {
        instances[model].map { $0.phase == .stopping } ?? true
    }

    /// Whether a model that somebody waits for could be started if there were room.
    func needsRoom(_ model: ModelID) -> Bool {
        guard lacksInstance(model), let appraisal = appraisals[model], appraisal.footprint != nil else { return false }
        return appraisal.predecessor.map { !isRunning($0) } ?? true
    }

    private func isRunning(_ generation: Generation) -> Bool {
        instances.values.contains { $0.generation == generation }
    }

    /// The first model in the line for which there would be no room without some of the instances.
    ///
    /// It looks at no more models than there are slots.
    func unserved(without isGone: (ModelID, Instance) -> Bool) -> WaitingLine.Turn? {
        guard !waiting.isEmpty else { return nil }
        var room = room(without: isGone)
        return waiting.turns.first { needsRoom($0.model) && !room.takeIfFree(appraisals[$0.model]?.footprint) }
    }

    /// Bytes that the models that run take, those of a shared file once.
    var memoryUsed: Int {
        var files: [String: Int] = [:]
        var sum = 0
        for footprint in footprints.values {
            sum = sum.addingClamped(footprint.own)
            let counted = footprint.file.flatMap { files[$0] } ?? 0
            sum = sum.addingClamped(max(0, footprint.shared - counted))
            if let file = footprint.file { files[file] = max(counted, footprint.shared) }
        }
        return sum
    }
}

extension Int {
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }

    fileprivate func subtractingClamped(_ other: Int) -> Int {
        let (difference, isTooSmall) = subtractingReportingOverflow(other)
        return isTooSmall ? .min : difference
    }
}
