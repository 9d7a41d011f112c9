import HTTP
import Logging
import NIOCore
import Synchronization

extension SlotCache {
    /// How long the child may take to tell what it has reused.
    private static let checkLimit = Duration.seconds(2)

    /// Compares what the child has reused with what it was given.
    ///
    /// A file that was of no use is removed, and where that is the rule nothing is saved any more.
    func judge() async {
        let (trial, requestCount) = state.withLock { ($0.trial, $0.requestCount) }
        guard let trial, requestCount > trial.requestCount else { return }
        state.withLock { $0.trial = nil }
        // With several requests under way nobody can tell which of them has reused what.
        guard requestCount == trial.requestCount + 1,
            let total = await reusedCount(until: .now + Self.checkLimit),
            state.withLock({ $0.requestCount }) == requestCount
        else { return }
        let reused = total - trial.reusedCount
        let helped = reused * 2 >= trial.gain
        await shelf.judge(recipe, helped: helped)
        guard !helped else { return }
        logger.notice(
            "a conversation that was brought back was of no use",
            metadata: ["expected_tokens": "\(trial.gain)", "reused_tokens": "\(reused)"]
        )
        await shelf.drop(trial.conversation)
    }

    /// How many tokens of prompts the child has reused so far; `nil` when it does not tell.
    ///
    /// A slot forgets how many they were as soon as its request has been answered, but the metrics add them up.
    ///
    /// Source: llama.cpp, `server_slot::release` in `tools/server/server-context.cpp`, and
    /// `server_task_result_metrics` in `tools/server/server-task.cpp`, build b11434.
    func reusedCount(until deadline: ContinuousClock.Instant) async -> Int? {
        guard let answer = try? await ask(ChildQuestion.get("/metrics"), until: deadline), answer.status == 200 else {
            return nil
        }
        let lines = String(buffer: answer.body).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("llamacpp:prompt_tokens_cached_total ") }
        // Numbers are written with six digits, so larger ones are too coarse to be compared.
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }
}
