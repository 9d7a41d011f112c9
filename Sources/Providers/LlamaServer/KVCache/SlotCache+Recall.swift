import HTTP
import Logging
import NIOCore
import Schema
import Store
import Synchronization

/// A file that has been read and found right.
struct VerifiedFile: Hashable, Sendable {
    let tokens: [Int32]
    /// The file at that moment; `nil` never is the same as another.
    let stamp: FileStamp?
}

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
    /// How much is verified before anybody asks for it, in bytes.
    private static let aheadLimit = 1 << 30
    /// How long that may take for one file.
    private static let aheadTime = Duration.seconds(10)
    /// How many files are compared with a prompt.
    private static let choiceLimit = 8
    /// How many prompts are remembered.
    private static let promptLimit = 4
    /// The slowest that a disk may read while a request waits, in bytes a second.
    private static let leastRate = 250 << 20

    /// Verifies the files used last, as long as no request waits.
    func verifyAhead() async {
        var rest = Self.aheadLimit
        for conversation in shelf.conversations(of: recipe).prefix(Self.choiceLimit) {
            rest -= conversation.byteCount
            guard rest > 0, state.withLock({ $0.waitingCount == 0 && !$0.isClosed }) else { return }
            _ = await verifiedTokens(of: conversation, until: .now + Self.aheadTime)
        }
    }

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
            request.extend(by: .seconds(choice.conversation.byteCount) / Self.leastRate)
            guard request.isOpen, await isRight(choice.conversation, until: request.deadline) else { return .nothing }
            return await restore(choice, into: slot, since: start, until: request.deadline)
        } catch {
            logger.debug("a conversation could not be looked for", metadata: ["reason": "\(error)"])
            return .nothing
        }
    }

    /// A file, and how many tokens of a prompt it saves from being computed.
    private struct Choice {
        let conversation: SavedConversation
        let gain: Int
        /// The tokens that the prompt shares with it.
        let tokens: [Int32]
    }

    /// Whether the child can use what a slot holds for a request: not if it forbids that, or changes the model.
    private static func canReuse(_ body: ByteBuffer) -> Bool {
        body.withUnsafeReadableBytes { bytes in
            var scanner = JSONScanner(bytes)
            guard scanner.take(UInt8(ascii: "{")) else { return false }
            repeat {
                guard let key = try? scanner.string(), scanner.take(UInt8(ascii: ":")),
                    let value = try? scanner.value(depth: 1)
                else { return false }
                switch String(decoding: bytes[key], as: UTF8.self) {
                case "lora", "id_slot": return false
                case "cache_prompt": if bytes[value].elementsEqual("false".utf8) { return false }
                default: break
                }
            } while scanner.take(UInt8(ascii: ","))
            return true
        }
    }

    /// The tokens of the prompt that the child will make from a request; remembered, for it will compute them now.
    private func promptTokens(of request: PendingRecall) async throws(ChildSilence) -> [Int32]? {
        let prompt = try await ask(ChildQuestion.post("/apply-template", request.body), until: request.deadline)
        guard let question = PromptText.question(from: prompt) else { return nil }
        return PromptText.tokens(
            from: try await ask(ChildQuestion.post("/tokenize", question), until: request.deadline)
        )
    }

    /// The file that shares most with a prompt, if that is worth it.
    private func choose(among candidates: [SavedConversation], _ prompt: [Int32]) async -> Choice? {
        let known = state.withLock { state in
            defer {
                if state.prompts.count == Self.promptLimit { state.prompts.removeFirst() }
                state.prompts.append(prompt)
            }
            return state.prompts.map { TokenPrefix.shared($0, prompt) }.max() ?? 0
        }
        var best: Choice?
        for conversation in candidates.prefix(Self.choiceLimit) {
            let verified = state.withLock { $0.verified[conversation.id]?.tokens }
            guard let tokens = if let verified { verified } else { await shelf.tokens(of: conversation) } else {
                await shelf.drop(conversation)
                continue
            }
            let shared = TokenPrefix.shared(tokens, prompt)
            if shared > best?.gain ?? 0 {
                best = Choice(conversation: conversation, gain: shared, tokens: Array(prompt[..<shared]))
            }
        }
        // A child that finds a slot by similarity wants a tenth of the prompt.
        guard let best, best.gain >= known + Self.leastTokens, best.gain * 10 > prompt.count else { return nil }
        return best
    }

    private func verifiedTokens(
        of conversation: SavedConversation,
        until deadline: ContinuousClock.Instant
    ) async -> [Int32]? {
        let stamp = FileStamp(of: shelf.path(of: conversation))
        let isWanted = { @Sendable in ContinuousClock.now < deadline && self.state.withLock { !$0.isClosed } }
        guard let tokens = await shelf.verify(conversation, while: isWanted) else { return nil }
        state.withLock { $0.verified[conversation.id] = VerifiedFile(tokens: tokens, stamp: stamp) }
        return tokens
    }

    /// Whether a file is what its manifest says, now or when it was verified if it has not been touched since.
    private func isRight(_ conversation: SavedConversation, until deadline: ContinuousClock.Instant) async -> Bool {
        if let verified = state.withLock({ $0.verified[conversation.id] }), let stamp = verified.stamp,
            stamp == FileStamp(of: shelf.path(of: conversation))
        {
            return true
        }
        return await verifiedTokens(of: conversation, until: deadline) != nil
    }

    private func restore(
        _ choice: Choice,
        into slot: SlotTable.Slot,
        since start: ContinuousClock.Instant,
        until deadline: ContinuousClock.Instant
    ) async -> Recall {
        let conversation = choice.conversation
        shelf.hold(conversation)
        defer { shelf.release(conversation) }
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
            // A child that is being stopped has not seen the file.
            if case .lost(.notConnected(_)) = error { return .nothing }
            return await fail(conversation, reason: "\(error)")
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
                "seconds": "\(duration / .seconds(1))",
            ]
        )
        return .restored(tokens: choice.gain, bytes: conversation.byteCount, slot: slot.id, duration: duration)
    }

    private func fail(_ conversation: SavedConversation, reason: String) async -> Recall {
        logger.warning("the child did not take a saved conversation", metadata: ["reason": "\(reason.prefix(300))"])
        await shelf.drop(conversation)
        return .failed
    }
}
