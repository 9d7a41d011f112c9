import HTTP
import Logging
import NIOCore
import Schema
import Synchronization

/// What has been saved before a child is stopped.
package struct SaveReport: Hashable, Sendable {
    /// Slots that have been saved.
    package var savedCount = 0
    /// Bytes written.
    package var byteCount = 0
    /// Slots that could not be saved, or not in time.
    package var failedCount = 0
    /// How long it took.
    package var duration = Duration.zero
}

extension SlotCache {
    /// Saves every slot that holds a conversation which is not on disk; call it when no request is open.
    ///
    /// What the child has written is read and put on the shelf afterwards, see ``KVShelf/settle(within:on:)``.
    ///
    /// - Parameter limit: How long the caller can wait for all slots together; 1 s. A slot that is late is given up.
    /// - Returns: What was saved.
    package func saveAll(within limit: Duration = .seconds(1)) async -> SaveReport {
        let start = ContinuousClock.now
        var report = SaveReport()
        if !shelf.isFutile(recipe) {
            do throws(ChildSilence) { try await saveAll(until: start + limit, &report) } catch {
                logger.debug("conversations could not be saved", metadata: ["cause": "\(error)"])
            }
        }
        report.duration = start.duration(to: .now)
        return report
    }

    private func saveAll(until deadline: ContinuousClock.Instant, _ report: inout SaveReport) async throws(ChildSilence)
    {
        guard let table = try await table(until: deadline) else { return }
        let marks = state.withLock { $0.marks }
        let changed = table.slots.filter { slot in
            guard !slot.isProcessing, let count = slot.tokenCount, count >= Self.leastTokens else { return false }
            return marks[slot.id] != SlotMark(task: slot.task, tokenCount: count)
        }
        for slot in try await withDefaultAdapters(changed, until: deadline) {
            let draft = await save(slot, until: deadline)
            guard let draft else {
                report.failedCount += 1
                continue
            }
            report.savedCount += 1
            report.byteCount += draft.byteCount
            shelf.keep(draft)
        }
    }

    /// The slots whose state was computed with the adapters as they are by default: others cannot be told apart later.
    private func withDefaultAdapters(
        _ slots: [SlotTable.Slot],
        until deadline: ContinuousClock.Instant
    ) async throws(ChildSilence) -> [SlotTable.Slot] {
        guard slots.contains(where: { !$0.adapters.isEmpty }) else { return slots }
        let answer = try await ask(ChildQuestion.get("/lora-adapters"), until: deadline)
        let defaults = SlotTable.Adapter.list(answer.json)
        return slots.filter { $0.adapters.isEmpty || $0.adapters == defaults }
    }

    /// Has the child save a slot; `nil` when it did not, or not in time.
    private func save(_ slot: SlotTable.Slot, until deadline: ContinuousClock.Instant) async -> SlotDraft? {
        var draft = SlotDraft(of: recipe)
        let body = JSON.object(["filename": .string(draft.fileName)])
        let request = ChildQuestion.post("/slots/\(slot.id)?action=save", ByteBuffer(bytes: body.bytes))
        guard let answer = try? await ask(request, until: deadline), answer.status == 200, let json = answer.json,
            json["filename"]?.string == draft.fileName,
            let tokenCount = json["n_saved"]?.int, let byteCount = json["n_written"]?.int
        else {
            shelf.discard(draft)
            // A child that was only slow may still write it.
            state.withLock { $0.leftovers.append(draft) }
            return nil
        }
        draft.byteCount = byteCount
        draft.tokenCount = tokenCount
        state.withLock { state in
            state.marks[slot.id] = SlotMark(task: slot.task, tokenCount: slot.tokenCount ?? tokenCount)
            draft.openings = state.openings
            draft.ancestors = state.claimed.map { SlotDraft.Ancestor(id: $0.key, tokens: $0.value) }
        }
        return draft
    }
}
