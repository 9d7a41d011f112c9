import CPlatform
package import NIOCore
import NIOPosix
import Schema
import Synchronization

// Changing what lies there: on a pool of threads, because it takes time.
extension KVShelf {
    /// Puts a saved slot on the shelf once it has been read and found right; returns before that.
    ///
    /// The shelf sees it through, also when its child has ended; ``settle(within:on:)`` waits for it.
    func keep(_ draft: SlotDraft) {
        work.withLock { $0.drafts.append(draft) }
        NIOThreadPool.singleton.submit { _ in
            self.desk.withLock { _ in self.shelve(draft) }
            let waiters = self.work.withLock { work in
                work.drafts.removeAll { $0.id == draft.id }
                defer { if work.drafts.isEmpty { work.waiters = [] } }
                return work.drafts.isEmpty ? work.waiters : []
            }
            for waiter in waiters { waiter.finish() }
        }
    }

    /// Waits until everything that was to be kept is on the shelf.
    ///
    /// - Parameters:
    ///   - limit: How long to wait at most; what is unfinished then goes on.
    ///   - loop: What keeps the time.
    package func settle(within limit: Duration, on loop: any EventLoop) async {
        let (settled, waiter) = AsyncStream.makeStream(of: Never.self)
        let isBusy = work.withLock { work in
            if !work.drafts.isEmpty { work.waiters.append(waiter) }
            return !work.drafts.isEmpty
        }
        guard isBusy else { return }
        let alarm = loop.scheduleTask(in: TimeAmount(limit)) { waiter.finish() }
        for await _ in settled {}
        alarm.cancel()
    }

    /// Reads a conversation's file and compares it with its manifest; one that differs is removed.
    ///
    /// - Parameters:
    ///   - conversation: The conversation.
    ///   - isWanted: Asked now and then; the reading ends when it says no.
    /// - Returns: The file's tokens; `nil` when it must not be brought back now.
    func verify(_ conversation: SavedConversation, while isWanted: @escaping @Sendable () -> Bool) async -> [Int32]? {
        await onThread {
            do throws(SlotFileError) {
                let file = try SlotFile(path: self.path(of: conversation), while: isWanted)
                if conversation.matches(file) { return file.tokens }
            } catch {
                if error == .unwanted { return nil }
            }
            self.discard { _ in [conversation] }
            return nil
        } ?? nil
    }

    /// The tokens at the front of a conversation's file, not verified; `nil` when it cannot be read.
    func tokens(of conversation: SavedConversation) async -> [Int32]? {
        await onThread { try? SlotFile.tokens(path: self.path(of: conversation)) } ?? nil
    }

    /// Removes a conversation that must not be brought back again.
    func drop(_ conversation: SavedConversation) async {
        _ = await onThread { self.discard { _ in [conversation] } }
    }

    /// Removes what a child may have left of a slot that it was asked to save.
    func discard(_ draft: SlotDraft) { folder.remove(draft.fileName) }

    /// Notes that a conversation has been brought back, so that it is not the next to make room.
    func touch(_ conversation: SavedConversation) async {
        _ = await onThread {
            self.desk.withLock { _ in
                guard let touched = self.index.withLock({ $0.touch(conversation.id, at: Self.now) }) else { return }
                _ = self.folder.write(touched.manifest.bytes, to: touched.manifestName)
            }
        }
    }

    /// Notes whether bringing a conversation back has saved its prompt, for good.
    func judge(_ recipe: KVRecipe, helped: Bool) async {
        _ = await onThread {
            self.desk.withLock { _ in
                let verdicts = self.index.withLock { index in
                    index.judge(recipe, helped: helped)
                    return index.verdicts
                }
                _ = self.folder.write(KVVerdict.json(verdicts).bytes, to: Self.verdictName)
            }
        }
    }

    /// Removes what a choice made on the index names, from the index first.
    func discard(_ choice: (borrowing KVIndex) -> [SavedConversation]) {
        let victims = index.withLock { index in
            let victims = choice(index)
            for victim in victims { index.remove(victim) }
            return victims
        }
        for victim in victims {
            folder.remove(victim.manifestName)
            folder.remove(victim.fileName)
        }
    }

    private func shelve(_ draft: SlotDraft) {
        guard let file = try? SlotFile(path: "\(folder.path)/\(draft.fileName)"), file.byteCount == draft.byteCount,
            file.tokens.count == draft.tokenCount, file.byteCount <= byteLimit, !isFutile(draft.recipe)
        else { return discard(draft) }
        let new = SavedConversation(draft, file, used: Self.now)
        guard folder.rename(draft.fileName, to: new.fileName) else { return discard(draft) }
        guard folder.write(new.manifest.bytes, to: new.manifestName) else { return folder.remove(new.fileName) }
        let continued = draft.ancestors.filter { file.tokens.starts(with: $0.tokens) }
        index.withLock { $0.add(new) }
        discard { $0.superseded(by: new, file.tokens, continued: continued) }
        discard { $0.surplus(over: byteLimit) }
    }

    /// The result of work that would keep an event loop waiting; `nil` when the process is ending.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        try? await NIOThreadPool.singleton.runIfActive(work)
    }

    private static var now: Duration {
        let now = paddock_wall_clock()
        return .seconds(now.seconds) + .nanoseconds(now.nanoseconds)
    }
}

extension SavedConversation {
    /// Describes a file that has been read.
    init(_ draft: SlotDraft, _ file: SlotFile, used: Duration) {
        self.init(
            id: draft.id,
            recipe: draft.recipe,
            byteCount: file.byteCount,
            checksum: file.checksum,
            tokenCount: file.tokens.count,
            tokenChecksum: TokenPrefix.checksum(file.tokens, file.tokens.count),
            openings: draft.openings,
            used: used
        )
    }

    /// Whether a file is the one described.
    func matches(_ file: SlotFile) -> Bool {
        byteCount == file.byteCount && checksum == file.checksum && tokenCount == file.tokens.count
    }
}
