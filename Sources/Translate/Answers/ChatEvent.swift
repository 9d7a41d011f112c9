import Schema

/// One event of a chat stream, read into a tree.
enum ChatEvent {
    case chunk(JSONObject)
    case done

    /// Reads an event's data.
    ///
    /// - Throws: ``AnswerFault`` when it is an error, or no JSON.
    init(_ data: UnsafeRawBufferPointer) throws(AnswerFault) {
        guard !data.isEqual("[DONE]") else {
            self = .done
            return
        }
        guard let json = try? JSON(parsing: data), let chunk = json.object else { throw .connectionLost }
        guard chunk["error"] ?? .null == .null else { throw AnswerFault(json, status: 500) }
        self = .chunk(chunk)
    }
}
