package import Schema

/// The wire types of OpenAI's API, as far as they are checked or made here.
package enum OpenAI {}

extension OpenAI {
    /// Source: OpenAI, "Error codes".
    package struct ErrorBody: Shape {
        package struct Fields {
            package let error = Field<Detail>("error", "What went wrong.")
        }
        package static let description = Description(
            "An error in OpenAI's shape.",
            Fields(),
            example: """
                {"error":{"message":"No model is named 'orchid'. Known: smollm2, all-minilm.",\
                "type":"invalid_request_error","param":"model","code":"model_not_found"}}
                """
        )
        package var members = JSONObject()
        package init() {}

        package struct Detail: Shape {
            package struct Fields {
                package let message = Field<String>("message", "What happened, to which model, and what helps.")
                package let type = Field<String>("type", "The kind, in OpenAI's words.")
                package let parameter = Field<String?>("param", "The field of the request that is to blame.")
                package let code = Field<String?>("code", "The kind, more closely; it never changes.")
            }
            package static let description = Description("What went wrong.", Fields())
            package var members = JSONObject()
            package init() {}
        }
    }
}
