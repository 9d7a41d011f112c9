package import Schema

extension OpenAI {
    /// Source: OpenAI, "The response object".
    package struct Response: Shape {
        package struct Fields {
            package let id = Field<String>("id", "The answer's own name.")
            package let object = Field<String>("object", "Always `response`.")
            package let createdAt = Field<Int>("created_at", "When the answer began, in seconds since 1970.")
            package let status = Field<ResponseStatus>("status", "How far it is.")
            package let completedAt = Field<Int?>("completed_at", "When it was complete, in seconds since 1970.")
            package let background = Field<Bool>("background", "Always false.")
            package let error = Field<ResponseError?>("error", "Why it failed; null if it did not.")
            package let incompleteDetails = Field<IncompleteDetails?>(
                "incomplete_details",
                "Why it is incomplete; null if it is not."
            )
            package let instructions = Field<String?>("instructions", "Those of the request.")
            package let maxOutputTokens = Field<Int?>("max_output_tokens", "That of the request.")
            package let model = Field<String>("model", "The model's id.")
            package let output = Field<[ResponseOutputItem]>(
                "output",
                "What the model thought, said, and wants called."
            )
            package let parallelToolCalls = Field<Bool>("parallel_tool_calls", "That of the request.")
            package let previousResponseID = Field<String?>("previous_response_id", "Always null.")
            package let reasoning = Field<ResponseReasoning?>("reasoning", "That of the request.")
            package let store = Field<Bool>("store", "Always false: nothing is stored.")
            package let temperature = Field<Double?>("temperature", "That of the request.")
            package let text = Field<ResponseText?>("text", "That of the request.")
            package let toolChoice = Field<ResponseToolChoice>("tool_choice", "That of the request.")
            package let tools = Field<[ResponseTool]>("tools", "Those of the request.")
            package let topLogprobs = Field<Int?>("top_logprobs", "That of the request.")
            package let topP = Field<Double?>("top_p", "That of the request.")
            package let truncation = Field<String>("truncation", "Always `disabled`: nothing is cut off.")
            package let usage = Field<ResponseUsage?>("usage", "The tokens that were used; null before the end.")
            package let user = Field<String?>("user", "That of the request.")
            package let metadata = Field<[String: String]?>("metadata", "That of the request.")
        }
        package static let description = Description(
            "An answer.",
            Fields(),
            example: """
                {"id":"resp_9f2c81d0e7a64b35","object":"response","created_at":1764000000,"status":"completed",\
                "background":false,"error":null,"incomplete_details":null,"instructions":null,\
                "max_output_tokens":40,"model":"smollm2","output":[{"id":"msg_9f2c81d0e7a64b35_0","type":"message",\
                "status":"completed","role":"assistant","content":[{"type":"output_text",\
                "text":"Red, green, blue.","annotations":[],"logprobs":[]}]}],"parallel_tool_calls":true,\
                "previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":false,\
                "temperature":null,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],\
                "top_logprobs":0,"top_p":null,"truncation":"disabled","user":null,"metadata":{},\
                "completed_at":1764000001,"usage":{"input_tokens":21,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":21},\
                "output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":28}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How far an answer, or an item of it, is.
    package enum ResponseStatus: String, Choice {
        case inProgress = "in_progress"
        case completed, incomplete, failed
    }

    /// Why an answer failed.
    package struct ResponseError: Shape {
        package struct Fields {
            package let code = Field<String>(
                "code",
                "The kind in OpenAI's words: `server_error`, `invalid_prompt` or `context_length_exceeded`."
            )
            package let type = Field<String>("type", "The kind, more closely; it never changes.")
            package let message = Field<String>("message", "What happened, to which model, and what helps.")
        }
        package static let description = Description(
            "Why an answer failed.",
            Fields(),
            example: """
                {"code":"server_error","type":"backend_failed",\
                "message":"Model 'smollm2' stopped before its answer was complete."}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Why an answer is incomplete.
    package struct IncompleteDetails: Shape {
        package struct Fields {
            package let reason = Field<String>("reason", "`max_output_tokens`, also when the context is full.")
        }
        package static let description = Description(
            "Why an answer is incomplete.",
            Fields(),
            example: #"{"reason":"max_output_tokens"}"#
        )
        package var members = JSONObject()
        package init() {}
    }
}
