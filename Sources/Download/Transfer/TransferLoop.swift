import CCurl
import Dispatch
import Synchronization

/// Carries out all transfers on one thread of its own, which it has only while there are any.
final class TransferLoop: Sendable {
    /// The loop of this process.
    static let shared = TransferLoop()

    private struct Inbox {
        var arrivals: [UInt64: RunningTransfer] = [:]
        var cancelled: Set<UInt64> = []
        var isDriven = false
        var last: UInt64 = 0
    }

    private let inbox = Mutex(Inbox())
    private let queue = DispatchQueue(label: "paddock.transfers")
    /// Why libcurl cannot be used; `nil` when it can.
    private let obstacle: String?
    // Used on the queue, but for `wakeup`, which may be called from anywhere.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    /// How long the thread waits at most before it looks for transfers that have stalled, in milliseconds.
    private static let interval: Int32 = 250

    private init() {
        obstacle = paddock_curl_load().map { String(cString: $0) }
        multi = obstacle == nil ? paddock_curl_multi_init() : nil
    }

    /// Asks a server, and returns the head of its answer when the whole of it has come.
    ///
    /// - Throws: ``TransferFault``; a cancelled task hears of it within milliseconds.
    func run(_ request: TransferRequest, into sink: any TransferSink) async throws(TransferFault) -> AnswerHead {
        guard obstacle == nil else { throw .lasting("libcurl is needed for downloads: \(obstacle ?? "")") }
        let id = inbox.withLock { inbox in
            inbox.last += 1
            return inbox.last
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                add(RunningTransfer(request, into: sink) { continuation.resume(returning: $0) }, as: id)
            }
        } onCancel: {
            // One that is not there any more, or not yet, is told apart when it comes up.
            inbox.withLock { _ = $0.cancelled.insert(id) }
            wake()
        }
        inbox.withLock { _ = $0.cancelled.remove(id) }
        return try result.get()
    }

    private func add(_ transfer: RunningTransfer, as id: UInt64) {
        let isDriven = inbox.withLock { inbox in
            inbox.arrivals[id] = transfer
            defer { inbox.isDriven = true }
            return inbox.isDriven
        }
        if isDriven { wake() } else { queue.async { self.drive() } }
    }

    private func wake() { paddock_curl_multi_wakeup(multi) }

    /// Works until there is no transfer left.
    private func drive() {
        var running: [UInt64: RunningTransfer] = [:]
        while let (arrivals, cancelled) = takeInbox(isIdle: running.isEmpty) {
            for (id, transfer) in arrivals {
                running[id] = transfer
                paddock_curl_multi_add(multi, transfer.easy)
            }
            func end(_ id: UInt64, _ tell: (RunningTransfer) -> Void) {
                guard let transfer = running.removeValue(forKey: id) else { return }
                tell(transfer)
                paddock_curl_multi_remove(multi, transfer.easy)
            }
            for id in cancelled { end(id) { $0.end(.cancelled) } }
            var count: Int32 = 0
            paddock_curl_multi_perform(multi, &count)
            var easy: UnsafeMutableRawPointer?
            var code = CURLE_OK
            while paddock_curl_multi_ended(multi, &easy, &code) {
                guard let id = running.first(where: { $0.value.easy == easy })?.key else { continue }
                end(id) { $0.end(code) }
            }
            let now = ContinuousClock.now
            for (id, transfer) in running {
                if let fault = transfer.stall(at: now) { end(id) { $0.end(fault) } }
            }
            if !running.isEmpty { paddock_curl_multi_poll(multi, Self.interval) }
        }
    }

    /// What has come in since the last time; `nil` ends the thread.
    private func takeInbox(isIdle: Bool) -> (arrivals: [UInt64: RunningTransfer], cancelled: Set<UInt64>)? {
        inbox.withLock { inbox in
            guard !isIdle || !inbox.arrivals.isEmpty else {
                inbox.isDriven = false
                return nil
            }
            defer { inbox.arrivals = [:] }
            return (inbox.arrivals, inbox.cancelled)
        }
    }
}
