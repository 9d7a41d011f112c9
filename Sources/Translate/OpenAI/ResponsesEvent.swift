package import Schema

extension OpenAI {
    /// Source: OpenAI, "Streaming events" of the Responses API.
    package struct ResponseEvent: Shape {
        package struct Fields {
            package let type = Field<Kind>("type", "What has happened; also the event's name.")
            package let sequenceNumber = Field<Int>("sequence_number", "The event's place in the stream, from 0.")
            package let response = Field<Response?>("response", "The answer as it is now.")
            package let itemID = Field<String?>("item_id", "The item that it is about.")
            package let outputIndex = Field<Int?>("output_index", "The item's place in the answer, from 0.")
            package let contentIndex = Field<Int?>("content_index", "The part's place in the item; always 0.")
            package let item = Field<ResponseOutputItem?>("item", "The item as it is now.")
            package let part = Field<ResponseOutputPart?>("part", "The part as it is now.")
            package let delta = Field<String?>("delta", "What is new of the text, or of the arguments.")
            package let text = Field<String?>("text", "The whole text.")
            package let logprobs = Field<[JSON]?>("logprobs", "How likely each token was, if asked for.")
            package let name = Field<String?>("name", "The function to be called.")
            package let arguments = Field<String?>("arguments", "The whole arguments as a text of JSON.")
        }
        package static let description = Description(
            "One event of a streamed answer.",
            Fields(),
            example: """
                {"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_9f2c81d0e7a64b35_0",\
                "output_index":0,"content_index":0,"delta":"Red","logprobs":[]}
                """
        )
        package var members = JSONObject()
        package init() {}

        package enum Kind: String, Choice {
            case created = "response.created"
            case inProgress = "response.in_progress"
            case itemAdded = "response.output_item.added"
            case itemDone = "response.output_item.done"
            case partAdded = "response.content_part.added"
            case partDone = "response.content_part.done"
            case textDelta = "response.output_text.delta"
            case textDone = "response.output_text.done"
            case reasoningDelta = "response.reasoning_text.delta"
            case reasoningDone = "response.reasoning_text.done"
            case argumentsDelta = "response.function_call_arguments.delta"
            case argumentsDone = "response.function_call_arguments.done"
            case completed = "response.completed"
            case incomplete = "response.incomplete"
            case failed = "response.failed"
        }
    }
}
