import Synchronization

/// Writes a part of a remote file to its place in the partial one.
final class PartSink: TransferSink {
    /// What the server has answered.
    enum Verdict: Hashable, Sendable {
        /// Nothing yet.
        case none
        /// What was asked for.
        case accepted
        /// The whole file, or another part of it: it does not know how to send parts.
        case rangesIgnored
        /// Another file than the one that is known.
        case changed
        /// Another status.
        case refused(AnswerHead)
        /// What it was asked for, but it could not be written.
        case unwritable(PullFailure)
    }

    private let range: Range<Int>
    private let remote: RemoteFile
    private let file: PartialFile
    private let answered: @Sendable () -> Void
    private let state: Mutex<(offset: Int, verdict: Verdict)>

    /// Prepares for an answer.
    ///
    /// - Parameters:
    ///   - range: The bytes that are asked for.
    ///   - remote: The file that they are of.
    ///   - file: Where they go.
    ///   - answered: Called when the server has shown that it knows how to send them.
    init(
        _ range: Range<Int>,
        of remote: RemoteFile,
        to file: PartialFile,
        answered: @escaping @Sendable () -> Void
    ) {
        self.range = range
        self.remote = remote
        self.file = file
        self.answered = answered
        state = Mutex((range.lowerBound, .none))
    }

    /// Where the next byte belongs.
    var offset: Int { state.withLock { $0.offset } }

    /// What the server has answered.
    var verdict: Verdict { state.withLock { $0.verdict } }

    func begin(_ head: AnswerHead) -> Bool {
        let verdict = verdict(on: head)
        state.withLock { $0.verdict = verdict }
        if verdict == .accepted { answered() }
        return verdict == .accepted
    }

    private func verdict(on head: AnswerHead) -> Verdict {
        switch head.status {
        case 206:
            guard let content = head["content-range"].flatMap({ ContentRange($0) }) else { return .rangesIgnored }
            if content.total != remote.size || hasOtherValidator(head) { return .changed }
            return content.bytes.lowerBound == range.lowerBound ? .accepted : .rangesIgnored
        case 200:
            let length = head["content-length"].flatMap { Int($0) } ?? remote.size
            if length != remote.size || hasOtherValidator(head) { return .changed }
            return range == 0..<remote.size ? .accepted : .rangesIgnored
        default:
            return .refused(head)
        }
    }

    private func hasOtherValidator(_ head: AnswerHead) -> Bool {
        guard let known = remote.validator, let validator = head.validator else { return false }
        return validator != known
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let offset = offset
        let wanted = UnsafeRawBufferPointer(rebasing: bytes.prefix(range.upperBound - offset))
        do throws(PullFailure) { try file.write(wanted, at: offset) } catch {
            state.withLock { $0.verdict = .unwritable(error) }
            return false
        }
        state.withLock { $0.offset += wanted.count }
        return wanted.count == bytes.count
    }
}

extension AnswerHead {
    /// How long the server wants to be left alone, a minute at most; `nil` when it does not say.
    var pause: Duration? {
        self["retry-after"].flatMap { Int($0) }.map { .seconds(min(max($0, 0), 60)) }
    }
}
