import Providers

/// What is looked at before a model takes the room of others.
extension PoolState {
    /// What is known of a model that waits for an instance.
    struct Appraisal: Sendable {
        /// The look that is meant; the answer to an older one does not count.
        let inspection: Inspection
        /// What it would take; `nil` while it is being looked at.
        var footprint: Footprint?
        /// A child that has to be gone before this model is tried.
        var predecessor: Generation?
        /// Whether a load has failed for memory already, so that the next failure is final.
        var isSecondTry = false
    }

    /// Has a model looked at that somebody waits for and that no instance can serve, unless that has been done.
    mutating func inspectIfWanted(_ model: ModelID) -> [PoolEffect] {
        guard lacksInstance(model), waiting.count(for: model) > 0, appraisals[model] == nil, shutdownDeadline == nil
        else { return [] }
        return inspect(model)
    }

    mutating func inspect(_ model: ModelID) -> [PoolEffect] {
        lastInspection += 1
        let inspection = Inspection(number: lastInspection)
        appraisals[model] = Appraisal(inspection: inspection)
        return [.inspect(model, inspection)]
    }

    mutating func appraise(
        _ model: ModelID,
        _ inspection: Inspection,
        _ result: Result<Footprint, ProviderFailure>,
        at now: Moment
    ) -> [PoolEffect] {
        guard let appraisal = appraisals[model], appraisal.inspection == inspection, appraisal.footprint == nil else {
            return []
        }
        guard waiting.count(for: model) > 0 else {
            appraisals[model] = nil
            return []
        }
        switch result {
        case .failure(let failure):
            return refuseWaiters(for: model, .failedToLoad(model, failure)) + settle(at: now)
        case .success(let footprint):
            if let budget = limits.memoryBudget, footprint.total > budget {
                let failure = PoolFailure.tooLarge(model, need: footprint.total, budget: budget)
                return refuseWaiters(for: model, failure) + settle(at: now)
            }
            appraisals[model]?.footprint = footprint
            let effects = settle(at: now)
            // What cannot start at once has time to be read.
            return effects + (needsRoom(model) ? [.readAhead(model)] : [])
        }
    }

    /// Forgets what was learned of a model for whom nobody waits any more.
    mutating func forgetIfUnwanted(_ model: ModelID) {
        if waiting.count(for: model) == 0 { appraisals[model] = nil }
    }

    mutating func note(
        _ footprint: Footprint,
        of model: ModelID,
        _ generation: Generation,
        at now: Moment
    ) -> [PoolEffect] {
        guard index(of: model, generation) != nil, footprints[model] != footprint else { return [] }
        footprints[model] = footprint
        mayBeOverdrawn = true
        return settle(at: now)
    }
}
