import Store
import Synchronization

/// A file that has been read and found right.
struct VerifiedFile: Hashable, Sendable {
    let tokens: [Int32]
    /// The file at that moment; `nil` never is the same as another.
    let stamp: FileStamp?
}

extension SlotCache {
    /// How much is verified before anybody asks for it, in bytes.
    private static let aheadLimit = 1 << 30
    /// How long that may take for one file.
    private static let aheadTime = Duration.seconds(10)

    /// Verifies the files used last, as long as no request waits.
    func verifyAhead() async {
        var rest = Self.aheadLimit
        for conversation in shelf.conversations(of: recipe).prefix(Self.choiceLimit) {
            rest -= conversation.byteCount
            guard rest > 0, state.withLock({ $0.waitingCount == 0 && !$0.isClosed }) else { return }
            _ = await verifiedTokens(of: conversation, until: .now + Self.aheadTime)
        }
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
    func isRight(_ conversation: SavedConversation, until deadline: ContinuousClock.Instant) async -> Bool {
        if let verified = state.withLock({ $0.verified[conversation.id] }), let stamp = verified.stamp,
            stamp == FileStamp(of: shelf.path(of: conversation))
        {
            return true
        }
        return await verifiedTokens(of: conversation, until: deadline) != nil
    }
}
