import Providers
import Store

extension ModelLibrary {
    /// The models of this user: ours, and those of an Ollama beside us if that is wanted.
    static func ofUser(withOllama: Bool) -> ModelLibrary {
        let ollama = LibraryFolder(UserFolder.ollamaModels)
        return ModelLibrary(own: LibraryFolder(UserFolder.models), others: withOllama ? [ollama] : [])
    }
}

/// Tells when models have come or gone, whoever has made or removed them.
struct LibraryWatch: AsyncSequence, Sendable {
    private let library: ModelLibrary

    init(over library: ModelLibrary) {
        self.library = library
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let library: ModelLibrary
        fileprivate var stamp: Int

        /// Waits for a change; `nil` when the task is cancelled.
        mutating func next() async -> Void? {
            while true {
                do { try await Task.sleep(for: .seconds(1)) } catch { return nil }
                let now = library.stamp
                guard now != stamp else { continue }
                stamp = now
                return ()
            }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(library: library, stamp: library.stamp) }
}
