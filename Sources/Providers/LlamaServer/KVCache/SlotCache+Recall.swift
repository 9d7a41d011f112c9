import HTTP
import Logging
import NIOCore
import Schema
import Synchronization

/// What a slot held when it was saved or filled.
struct SlotMark: Hashable, Sendable {
    let task: Int?
    let tokenCount: Int
}

/// A conversation that was brought back, until it is known whether that was of use.
struct RecallTrial: Hashable, Sendable {
    let conversation: SavedConversation
    /// How many tokens of the prompt should need no computing.
    let gain: Int
    /// How many requests had been sent before.
    let requestCount: Int
    /// How many tokens of prompts the child had reused before.
    let reusedCount: Int
}

extension SlotCache {
    /// The slowest that a disk may read while a request waits, in bytes a second.
    private static let leastRate = 250 << 20

    func bringBack(_ request: PendingRecall) async -> Recall {
        let start = ContinuousClock.now
        await shelf.settle(within: start.duration(to: request.deadline), on: loop)
        let candidates = candidates(request.opening)
        guard !candidates.isEmpty, !shelf.isFutile(recipe), Self.canReuse(request.body) else { return .nothing }
        do throws(ChildSilence) {
            guard let prompt = try await promptTokens(of: request) else { return .nothing }
            guard let choice = await choose(among: candidates, prompt) else {
                state.withLock { $0.misses[request.opening, default: 0] += 1 }
                return .nothing
            }
            guard let table = try await table(until: request.deadline),
                let slot = table.place(for: choice.conversation.tokenCount, gain: choice.gain)
            else { return .nothing }
            shelf.hold(choice.conversation)
            defer { shelf.release(choice.conversation) }
            request.extend(by: .seconds(choice.conversation.byteCount) / Self.leastRate)
            guard request.isOpen, await isRight(choice.conversation, until: request.deadline) else { return .nothing }
            return await restore(choice, into: slot, since: start, until: request.deadline)
        } catch {
            logger.debug("a conversation could not be looked for", metadata: ["cause": "\(error)"])
            return .nothing
        }
    }

    private func restore(
        _ choice: Choice,
        into slot: SlotTable.Slot,
        since start: ContinuousClock.Instant,
        until deadline: ContinuousClock.Instant
    ) async -> Recall {
        let conversation = choice.conversation
        let body = JSON.object(["filename": .string(conversation.fileName)])
        let request = ChildQuestion.post("/slots/\(slot.id)?action=restore", ByteBuffer(bytes: body.bytes))
        do throws(ChildSilence) {
            let answer = try await ask(request, until: deadline)
            guard answer.status == 200, let json = answer.json, json["id_slot"]?.int == slot.id,
                json["n_restored"]?.int == conversation.tokenCount, json["n_read"]?.int == conversation.byteCount
            else {
                return await fail(conversation, reason: "status \(answer.status): \(String(buffer: answer.body))")
            }
        } catch {
            switch error {
            case .late, .lost(.notConnected):
                // It computes somebody's prompt, and will take the file later; or it is being stopped and has not seen it.
                logger.debug("a conversation did not come back in time", metadata: ["cause": "\(error)"])
                return .nothing
            default: return await fail(conversation, reason: "\(error)")
            }
        }
        let reusedCount = await reusedCount(until: deadline)
        state.withLock { state in
            state.claimed[conversation.id] = choice.tokens
            state.marks[slot.id] = SlotMark(task: slot.task, tokenCount: conversation.tokenCount)
            state.trial = reusedCount.map { reusedCount in
                RecallTrial(
                    conversation: conversation,
                    gain: choice.gain,
                    requestCount: state.requestCount,
                    reusedCount: reusedCount
                )
            }
        }
        await shelf.touch(conversation)
        let duration = start.duration(to: .now)
        logger.info(
            "a conversation has been brought back",
            metadata: [
                "tokens": "\(choice.gain)", "bytes": "\(conversation.byteCount)", "slot": "\(slot.id)",
                "duration_ms": .milliseconds(duration),
            ]
        )
        return .restored(tokens: choice.gain, bytes: conversation.byteCount, slot: slot.id, duration: duration)
    }

    private func fail(_ conversation: SavedConversation, reason: String) async -> Recall {
        logger.warning("the child did not take a saved conversation", metadata: ["cause": "\(reason.prefix(300))"])
        await shelf.drop(conversation)
        spoiled()
        return .failed
    }
}
