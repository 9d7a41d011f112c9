import Synchronization

/// Asks one run of a model to end; whoever runs it listens.
package final class StopSignal: Sendable {
    private let state = Mutex<(isGiven: Bool, listener: (@Sendable () -> Void)?)>((false, nil))

    /// A signal that has not been given.
    package init() {}

    /// Asks the run to end.
    ///
    /// Asking again changes nothing.
    package func give() {
        let listener = state.withLock { state in
            defer { state = (true, nil) }
            return state.listener
        }
        listener?()
    }

    /// Names what to do when the signal is given; done at once if it already has been.
    package func onGiven(_ listener: @escaping @Sendable () -> Void) {
        let isGiven = state.withLock { state in
            if !state.isGiven { state.listener = listener }
            return state.isGiven
        }
        if isGiven { listener() }
    }
}
