package import Schema

/// The wire types of Anthropic's API, as far as they are checked or made here.
package enum Anthropic {}

extension Anthropic {
    /// Source: Anthropic, "Errors".
    package struct ErrorBody: Shape {
        package struct Fields {
            package let type = Field<String>("type", "Always `error`.")
            package let error = Field<Detail>("error", "What went wrong.")
            package let requestID = Field<String?>(
                "request_id",
                "The name of the request, as the header `request-id` tells it."
            )
        }
        package static let description = Description(
            "An error in Anthropic's shape.",
            Fields(),
            example: """
                {"type":"error","error":{"type":"not_found_error",\
                "message":"No model is named 'orchid'. Known: smollm2, all-minilm."}}
                """
        )
        package var members = JSONObject()
        package init() {}

        package struct Detail: Shape {
            package struct Fields {
                package let type = Field<String>("type", "The kind, in Anthropic's words.")
                package let message = Field<String>("message", "What happened, to which model, and what helps.")
            }
            package static let description = Description("What went wrong.", Fields())
            package var members = JSONObject()
            package init() {}
        }
    }
}
