/// How often something that failed is tried again, and after how long.
struct Tries: Hashable, Sendable {
    /// How often it may be tried, the first time too.
    let limit: Int
    private let firstPause: Duration
    private var failed = 0

    /// No try yet.
    ///
    /// - Parameters:
    ///   - limit: How often it may be tried, the first time too.
    ///   - firstPause: How long to wait after the first failure; after each further one twice as long.
    init(_ limit: Int, firstPause: Duration) {
        self.limit = limit
        self.firstPause = firstPause
    }

    /// Notes a failure, and waits as long as is due.
    ///
    /// - Parameter pause: How long the server wants to be left alone; `nil` when it does not say.
    /// - Returns: Whether there is another try; not after the last one, or when the task is cancelled.
    mutating func another(after pause: Duration?) async -> Bool {
        failed += 1
        guard failed < limit else { return false }
        let due = firstPause * (1 << min(failed - 1, 10))
        // Not all parts come back at the same moment.
        let scattered = due * Double.random(in: 0.75...1.25)
        return (try? await Task.sleep(for: max(scattered, pause ?? .zero))) != nil
    }

    /// Forgets the failures, for it has got on since.
    mutating func succeed() { failed = 0 }
}
