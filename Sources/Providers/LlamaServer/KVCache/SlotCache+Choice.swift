import NIOCore
import Schema
import Synchronization

// Which file goes with a request.
extension SlotCache {
    /// How many files are compared with a prompt.
    static let choiceLimit = 8
    /// How many prompts are remembered.
    private static let promptLimit = 4

    /// A file, and how many tokens of a prompt it saves from being computed.
    struct Choice {
        let conversation: SavedConversation
        let gain: Int
        /// The tokens that the prompt shares with it.
        let tokens: [Int32]
    }

    /// Whether the child can use what a slot holds for a request: not if it forbids that, or changes the model.
    static func canReuse(_ body: ByteBuffer) -> Bool {
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

    /// The tokens of the prompt that the child will make from a request; `nil` when it does not tell.
    func promptTokens(of request: PendingRecall) async throws(ChildSilence) -> [Int32]? {
        let prompt = try await ask(ChildQuestion.post("/apply-template", request.body), until: request.deadline)
        guard let question = PromptText.question(from: prompt) else { return nil }
        return PromptText.tokens(
            from: try await ask(ChildQuestion.post("/tokenize", question), until: request.deadline)
        )
    }

    /// The file that shares most with a prompt, if that is worth it.
    ///
    /// The prompt is remembered, for the child will compute it now.
    func choose(among candidates: [SavedConversation], _ prompt: [Int32]) async -> Choice? {
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
}
