import Schema
import Store
import Synchronization

/// Remembers how much memory models really took, in a file that outlives this process.
///
/// A larger measurement counts at once, a smaller one only by a quarter: a model that was not worked hard has not shown
/// what it can take.
package final class LearnedFootprints: Sendable {
    private let path: String
    private let limit: Int
    private let state: Mutex<State>

    private struct State {
        /// Oldest first.
        var entries: [Entry]
        /// Counts the changes, so that one that comes while the file is written is not forgotten.
        var revision = 0
        var writing: Task<Void, Never>?
    }

    fileprivate struct Entry: Hashable {
        let key: String
        let footprint: Footprint
    }

    /// Reads what has been learned; a file that is missing or damaged counts as empty.
    ///
    /// - Parameters:
    ///   - path: A file in a folder that exists.
    ///   - limit: How many models are remembered; the one measured longest ago is forgotten first.
    package init(path: String, limit: Int = 256) {
        self.path = path
        self.limit = max(1, limit)
        state = Mutex(State(entries: Self.entries(at: path).suffix(self.limit)))
    }

    /// What to expect of a model.
    ///
    /// - Parameter key: Names the model and all that its size depends on.
    /// - Returns: What it took so far; `nil` when it has not been measured.
    package func footprint(for key: String) -> Footprint? {
        state.withLock { $0.entries.first { $0.key == key }?.footprint }
    }

    /// Remembers a measurement; the file is written a little later.
    ///
    /// - Parameters:
    ///   - measured: What the model took at the most, after it has worked.
    ///   - key: Names the model and all that its size depends on.
    package func learn(_ measured: Footprint, for key: String) {
        state.withLock { state in
            let index = state.entries.firstIndex { $0.key == key }
            let known = index.map { state.entries.remove(at: $0) }
            let new = Entry(key: key, footprint: known?.footprint.approaching(measured) ?? measured)
            state.entries.append(new)
            if state.entries.count > limit { state.entries.removeFirst() }
            guard new != known else { return }
            state.revision += 1
            if state.writing == nil { state.writing = Task.detached(priority: .utility) { self.write() } }
        }
    }

    /// Waits until everything learned so far is in the file.
    package func flush() async {
        await state.withLock(\.writing)?.value
    }

    /// Writes the file until it holds what is known.
    ///
    /// A file that cannot be written costs a better estimate, no more.
    private func write() {
        while true {
            let (entries, revision) = state.withLock { ($0.entries, $0.revision) }
            try? SmallFile.write(JSON.array(entries.map(\.json)).bytes, to: path, mode: 0o600)
            let isDone = state.withLock { state in
                if state.revision == revision { state.writing = nil }
                return state.revision == revision
            }
            if isDone { return }
        }
    }

    private static func entries(at path: String) -> [Entry] {
        guard let bytes = SmallFile.bytes(at: path), let list = try? JSON(parsing: bytes).array else { return [] }
        return list.compactMap(Entry.init)
    }
}

extension LearnedFootprints.Entry {
    fileprivate init?(_ json: JSON) {
        guard let key = json["key"]?.string, let own = json["own"]?.int, let shared = json["shared"]?.int,
            own >= 0, shared >= 0
        else { return nil }
        self.init(key: key, footprint: Footprint(own: own, shared: shared, file: json["file"]?.string))
    }

    fileprivate var json: JSON {
        var object = JSONObject()
        object["key"] = .string(key)
        object["own"] = .number(footprint.own)
        object["shared"] = .number(footprint.shared)
        object["file"] = footprint.file.map { .string($0) }
        return .object(object)
    }
}

extension Footprint {
    /// What to expect after a measurement.
    fileprivate func approaching(_ measured: Footprint) -> Footprint {
        func next(_ old: Int, _ new: Int) -> Int { new >= old ? new : old - (old - new) / 4 }
        return Footprint(own: next(own, measured.own), shared: next(shared, measured.shared), file: measured.file)
    }
}
