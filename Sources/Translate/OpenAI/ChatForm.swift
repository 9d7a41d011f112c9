package import Schema

extension OpenAI {
    /// A conversation in a form, with its pictures as files beside it.
    package struct ChatForm: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let messages = Field<[ChatMessage]>(
                "messages",
                "The conversation in JSON; each picture in it is an `image_url` whose `url` is `__RAW_IMAGE__`.",
                atLeast: 1
            )
            package let images = Field<[FormFile]?>(
                "images",
                "The pictures, in the order of their places; also as `images[]`, or `image`."
            )
            package let image = Field<[FormFile]?>("image", "Another name of `images`.")
            package let stream = RequestFields.stream
            package let streamOptions = RequestFields.streamOptions
            package let maxTokens = Field<Int?>("max_tokens", "The most tokens to answer.", in: 1...Int(Int32.max))
            package let temperature = RequestFields.temperature
            package let topP = RequestFields.topP
            package let topK = RequestFields.topK
            package let minP = RequestFields.minP
            package let repetitionPenalty = RequestFields.repetitionPenalty
            package let repetitionContextSize = RequestFields.repetitionContextSize
            package let seed = RequestFields.seed
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "A conversation with its pictures as files. Further fields are passed over.",
            Fields(),
            demands: [.checked("stream_options", needs: "stream")],
            example: """
                {"model":"eye","messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},\
                {"type":"image_url","image_url":{"url":"__RAW_IMAGE__"}}]}],"images":["cat.png"],"max_tokens":40}
                """
        )
        package var members = JSONObject()
        package init() {}
    }
}

extension OpenAI.ChatForm {
    /// What stands where a picture belongs.
    private static let place = "__RAW_IMAGE__"

    /// The same conversation as a chat request, the pictures in their places.
    ///
    /// - Parameter pictures: The `data:` addresses of the pictures.
    /// - Returns: The request.
    /// - Throws: ``TranslationFault`` when there are more pictures than places, or fewer.
    package func chat(with pictures: [String]) throws(TranslationFault) -> JSON {
        var rest = pictures[...]
        var places = 0
        var chat = members
        for key in ["images", "image"] { chat[key] = nil }
        chat["messages"] = .array(
            (members["messages"]?.array ?? []).map { message in
                message.replacingParts { part in
                    let isBare = part["image_url"]?.string == Self.place
                    guard isBare || part["image_url"]?["url"]?.string == Self.place else { return part }
                    places += 1
                    guard let picture = rest.popFirst() else { return part }
                    var image = isBare ? JSONObject() : part["image_url"]?.object ?? [:]
                    image["url"] = .string(picture)
                    var part = part.object ?? [:]
                    part["image_url"] = .object(image)
                    return .object(part)
                }
            }
        )
        guard places == pictures.count else {
            let text = "must be as many as there are places for pictures: \(places), not \(pictures.count)"
            throw TranslationFault(violation: Violation(place: "images", text: text))
        }
        return .object(chat)
    }
}

extension JSON {
    /// A message whose parts have been replaced.
    fileprivate func replacingParts(_ replace: (JSON) -> JSON) -> JSON {
        guard var message = object, let parts = message["content"]?.array else { return self }
        message["content"] = .array(parts.map(replace))
        return .object(message)
    }
}
