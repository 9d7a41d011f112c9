import Store

/// Notices when a file has become another one.
///
/// It looks at the file's stamp twice a second, which costs microseconds and works wherever files lie: editors that
/// replace a file, links that are turned to another one, and network folders all look the same.
struct FileWatch: AsyncSequence {
    private let path: String
    private let known: FileStamp?
    private static let interval = Duration.milliseconds(500)

    /// A watch over the file as it is now; make it before the file is read for the first time.
    init(over path: String) {
        self.path = path
        known = FileStamp(of: path)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        private let path: String
        private var known: FileStamp?

        init(path: String, known: FileStamp?) {
            self.path = path
            self.known = known
        }

        /// Waits for a change; `nil` when the task is cancelled.
        mutating func next() async -> Void? {
            var last = known
            while (try? await Task.sleep(for: FileWatch.interval)) != nil {
                let stamp = FileStamp(of: path)
                defer { last = stamp }
                // One that is still being written, or replaced, is left until it is whole.
                guard let stamp, stamp != known, stamp == last else { continue }
                known = stamp
                return ()
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(path: path, known: known) }
}
