package import Schema

extension OpenAI {
    /// Source: OpenAI, "Get input token counts".
    package struct TokenCount: Shape {
        package struct Fields {
            package let tokens = Field<Int>("input_tokens", "How many tokens the prompt has, template included.")
            package let object = Field<String>("object", "Always `response.input_tokens`.")
        }
        package static let description = Description(
            "How many tokens the model would read.",
            Fields(),
            example: #"{"input_tokens":21,"object":"response.input_tokens"}"#
        )
        package var members = JSONObject()
        package init() {}
    }
}
