import Schema
import Translate

/// Lets a model call functions before a schema binds its answer; llama-server lets it do one or the other.
///
/// The first question leaves the schema away. If the model calls a function, that is the answer; if it writes a text,
/// it is asked again, now bound by the schema. The prompt is the same, and is not computed twice.
struct CallsFirst: Preparation {
    let isEventStream: Bool
    private let first: Question.Call
    private let second: Question.Way
    private let recite: @Sendable ([UInt8]) -> Question.Way

    /// Prepares an answer.
    ///
    /// - Parameters:
    ///   - first: The question without the schema, which asks for a stream.
    ///   - isEventStream: Whether the client gets server-sent events.
    ///   - second: The question with the schema.
    ///   - recite: Makes the answer of the first one's stream.
    init(
        _ first: Question.Call,
        isEventStream: Bool,
        otherwise second: Question.Way,
        recite: @escaping @Sendable ([UInt8]) -> Question.Way
    ) {
        (self.first, self.isEventStream, self.second, self.recite) = (first, isEventStream, second, recite)
    }

    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep {
        guard let reply else { return .ask(first) }
        guard reply.status == 200 else { throw Problem(reply) }
        // Quotes within texts are escaped, so these bytes are a key.
        let hasCalls = reply.body.firstRange(of: Array(#""tool_calls":[{"#.utf8)) != nil
        return .go(hasCalls ? recite(reply.body) : second)
    }
}
