import NIOCore
import Synchronization

/// A request that waits for its conversation, and how to tell it.
///
/// It hears once, on its event loop, and at the latest when the time is up.
final class PendingRecall: Sendable {
    let body: ByteBuffer
    let opening: OpeningKey
    private let loop: any EventLoop
    private let state: Mutex<State>

    private struct State {
        var answer: NIOLoopBound<(Recall) -> Void>?
        var deadline: ContinuousClock.Instant
        var alarm: Scheduled<Void>?
    }

    /// A request on the current event loop.
    init(
        _ body: ByteBuffer,
        opening: OpeningKey,
        on loop: any EventLoop,
        within limit: Duration,
        answer: @escaping (Recall) -> Void
    ) {
        self.body = body
        self.opening = opening
        self.loop = loop
        state = Mutex(State(answer: NIOLoopBound(answer, eventLoop: loop), deadline: .now + limit))
        setAlarm()
    }

    /// When it goes on without its conversation.
    var deadline: ContinuousClock.Instant { state.withLock { $0.deadline } }

    /// Whether somebody still waits.
    var isOpen: Bool { state.withLock { $0.answer != nil } }

    /// Gives it more time.
    func extend(by time: Duration) {
        state.withLock { $0.deadline += time }
    }

    /// Tells the request, unless it has been told.
    func settle(_ recall: Recall) {
        let (answer, alarm) = state.withLock { state in
            defer { (state.answer, state.alarm) = (nil, nil) }
            return (state.answer, state.alarm)
        }
        alarm?.cancel()
        if let answer { loop.execute { answer.value(recall) } }
    }

    private func setAlarm() {
        let rest = ContinuousClock.now.duration(to: deadline)
        guard rest > .zero else { return settle(.nothing) }
        let alarm = loop.scheduleTask(in: TimeAmount(rest)) { self.setAlarm() }
        let isOpen = state.withLock { state in
            if state.answer != nil { state.alarm = alarm }
            return state.answer != nil
        }
        if !isOpen { alarm.cancel() }
    }
}
