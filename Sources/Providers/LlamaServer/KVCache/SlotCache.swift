package import HTTP
package import Logging
package import NIOCore
import Synchronization

/// Saves the conversations of one running child, and brings back those of its predecessors.
///
///     load          run() verifies what lies on the shelf while the child loads
///     request       mayRecall → recall → noteRequest, on the request's event loop; run() does the work, one at a time
///     answered      checkRecall
///     before stop   saveAll, when no request is open
///     after stop    close
///
/// It only ever asks the child with a time limit, so that a child that is frozen or gone costs that time and no more.
package final class SlotCache: Sendable {
    let recipe: KVRecipe
    let shelf: KVShelf
    let upstream: UpstreamPool
    let loop: any EventLoop
    let logger: Logger
    let recallLimit: Duration
    let spoiled: @Sendable () -> Void
    let state = Mutex(State())
    private let events: AsyncStream<Event>
    private let inbox: AsyncStream<Event>.Continuation

    /// Fewer tokens are computed faster than a file is read.
    static let leastTokens = 32
    /// How many openings of requests are remembered.
    private static let openingLimit = 32
    /// How often a search for an opening may find nothing worth it.
    static let searchLimit = 4

    private enum Event {
        case asked(PendingRecall)
        case answered
    }

    /// What is known of this run of the child.
    struct State {
        /// The openings of the requests sent, latest last.
        var openings: [OpeningKey] = []
        var requestCount = 0
        var waitingCount = 0
        /// Files that have been brought back in this run, with the tokens that were of use.
        var claimed: [String: [Int32]] = [:]
        /// Files whose content is what the manifest says, with their tokens, and their stamps at that moment.
        var verified: [String: VerifiedFile] = [:]
        /// How often nothing worth it was found for an opening.
        var misses: [OpeningKey: Int] = [:]
        /// The latest prompts that were looked up: the child has computed them, and holds them or has moved them aside.
        var prompts: [[Int32]] = []
        /// What each slot held when it was saved or filled.
        var marks: [Int: SlotMark] = [:]
        var trial: RecallTrial?
        /// What the child may yet write, though nobody waits for it any more.
        var leftovers: [SlotDraft] = []
        var isClosed = false
    }

    /// The cache of a child that is being started.
    ///
    /// - Parameters:
    ///   - recipe: What the child is made from.
    ///   - shelf: Where conversations lie; the child must have been given its path.
    ///   - upstream: The connections to the child.
    ///   - loop: One of the event loops that the upstream was made for.
    ///   - logger: Where it is told what was saved and brought back.
    ///   - recallLimit: How long a request waits for its conversation; 2 s.
    ///   - spoiled: Called when the child has not taken a file that had been verified: it should be replaced, for a
    ///     failed restore can leave a damaged cache behind (llama.cpp issue #27068).
    package init(
        of recipe: KVRecipe,
        on shelf: KVShelf,
        upstream: UpstreamPool,
        loop: any EventLoop,
        logger: Logger,
        recallLimit: Duration = .seconds(2),
        spoiled: @escaping @Sendable () -> Void = {}
    ) {
        self.recallLimit = recallLimit
        self.spoiled = spoiled
        self.recipe = recipe
        self.shelf = shelf
        self.upstream = upstream
        self.loop = loop
        self.logger = logger
        (events, inbox) = AsyncStream.makeStream()
    }

    /// Does the work, from before the child is ready until ``close()``.
    package func run() async {
        await verifyAhead()
        for await event in events {
            switch event {
            case .asked(let request):
                if request.isOpen { request.settle(await bringBack(request)) }
                state.withLock { $0.waitingCount -= 1 }
            case .answered: await judge()
            }
        }
    }

    /// Ends ``run()``, and removes what the child may have left; call it when the child is gone.
    package func close() {
        inbox.finish()
        let leftovers = state.withLock { state in
            defer { (state.leftovers, state.isClosed) = ([], true) }
            return state.leftovers
        }
        for draft in leftovers { shelf.discard(draft) }
    }

    /// Notes that a request is being sent to the child.
    ///
    /// - Parameter body: The body of a chat request, or of any other.
    package func noteRequest(_ body: ByteBuffer) {
        let opening = OpeningKey(of: body)
        state.withLock { state in
            state.requestCount += 1
            guard let opening, state.openings.last != opening else { return }
            state.openings.removeAll { $0 == opening }
            if state.openings.count == Self.openingLimit { state.openings.removeFirst() }
            state.openings.append(opening)
        }
    }

    /// Whether it is worth asking for a conversation before the request is sent.
    ///
    /// - Parameter body: The body of a request to `/v1/chat/completions`.
    /// - Returns: Whether a conversation on the shelf may be this one; it takes some microseconds to tell.
    package func mayRecall(_ body: ByteBuffer) -> Bool {
        guard shelf.holds(recipe), let opening = OpeningKey(of: body) else { return false }
        return !shelf.isFutile(recipe) && (shelf.isShelving(recipe, opening: opening) || !candidates(opening).isEmpty)
    }

    /// Brings the conversation of a request back, if it lies on the shelf and that saves work.
    ///
    /// - Parameters:
    ///   - body: The body of a request to `/v1/chat/completions`.
    ///   - loop: The current event loop.
    ///   - answer: Called on it once, later: at the latest after the limit, or the time that a large file takes.
    package func recall(_ body: ByteBuffer, on loop: any EventLoop, answer: @escaping (Recall) -> Void) {
        guard let opening = OpeningKey(of: body) else { return loop.assumeIsolated().execute { answer(.nothing) } }
        let request = PendingRecall(body, opening: opening, on: loop, within: recallLimit, answer: answer)
        state.withLock { $0.waitingCount += 1 }
        if case .terminated = inbox.yield(.asked(request)) { request.settle(.nothing) }
    }

    /// Finds out whether the conversation brought back last was of use.
    ///
    /// Call it when the request that it was brought back for has been answered, not when its client left.
    package func checkRecall() {
        inbox.yield(.answered)
    }

    /// The files that may hold a conversation and have not been brought back in this run.
    func candidates(_ opening: OpeningKey) -> [SavedConversation] {
        let (claimed, misses) = state.withLock { ($0.claimed, $0.misses[opening] ?? 0) }
        guard misses < Self.searchLimit else { return [] }
        return shelf.conversations(of: recipe, opening: opening).filter { claimed[$0.id] == nil }
    }

    /// Asks the child.
    func ask(_ request: ByteBuffer, until deadline: ContinuousClock.Instant) async throws(ChildSilence) -> ChildAnswer {
        try await ChildQuestion.ask(request, of: upstream, on: loop, within: ContinuousClock.now.duration(to: deadline))
    }

    /// The child's slots; those that were filled before their first request are shown with what they were given.
    func table(until deadline: ContinuousClock.Instant) async throws(ChildSilence) -> SlotTable? {
        let answer = try await ask(ChildQuestion.get("/slots"), until: deadline)
        let marks = state.withLock { $0.marks }
        return SlotTable(answer).map { table in
            SlotTable(
                slots: table.slots.map { slot in
                    var slot = slot
                    if slot.tokenCount == nil { slot.tokenCount = marks[slot.id]?.tokenCount }
                    return slot
                }
            )
        }
    }
}
