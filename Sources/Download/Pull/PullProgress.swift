package import Schema
package import Store

/// A step of a pull, as Ollama tells it.
///
/// Source: Ollama, `api/types.go`, `ProgressResponse`.
package struct PullProgress: Hashable, Sendable {
    /// What is being done.
    package let status: String
    /// The file that it is done to; `nil` when it is done to all.
    package let digest: Digest?
    /// Bytes of that; `nil` when they do not count.
    package let total: Int?
    /// Bytes that are done; `nil` when they do not count.
    package let completed: Int?

    /// Describes a step.
    init(_ status: String, digest: Digest? = nil, total: Int? = nil, completed: Int? = nil) {
        self.status = status
        self.digest = digest
        self.total = total
        self.completed = completed
    }

    /// The line of JSON; what does not count, or is 0, is left out.
    package var json: JSON {
        var object: JSONObject = ["status": .string(status)]
        object["digest"] = digest.map { .string("\($0)") }
        object["total"] = total.flatMap { $0 > 0 ? .number($0) : nil }
        object["completed"] = completed.flatMap { $0 > 0 ? .number($0) : nil }
        return .object(object)
    }
}
