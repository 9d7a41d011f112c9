/// A mistake of a client's that llama-server reports as a failure of its own, with status 500.
///
/// Source: llama-server, sentences seen with build b11434.
struct Mistake {
    /// A part of the sentence.
    let words: String
    /// What it is, in llama-server's words.
    let type: String
    /// The field of the request that is to blame; `nil` when it may be one of several.
    var parameter: String?
    /// What to say instead; `nil` when the sentence is good.
    var sentence: String?

    private static let (invalid, tooLong, unsupported) = (
        "invalid_request_error", "exceed_context_size_error", "not_supported_error"
    )

    /// The mistakes that are known.
    static let all = [
        Mistake(words: "image input is not supported", type: unsupported, parameter: "messages"),
        Mistake(words: "audio input is not supported", type: unsupported, parameter: "messages"),
        Mistake(words: "video input is not supported", type: unsupported, parameter: "messages"),
        Mistake(words: "does not support multimodal requests", type: unsupported),
        Mistake(words: "does not support logits computation", type: unsupported, parameter: "model"),
        Mistake(words: "is too large to process", type: tooLong),
        Mistake(words: "'messages' is required", type: invalid, parameter: "messages"),
        Mistake(words: "Failed to parse messages", type: invalid, parameter: "messages"),
        Mistake(words: "Failed to parse tool call arguments", type: invalid, parameter: "messages"),
        Mistake(words: "Failed to parse tools", type: invalid, parameter: "tools"),
        Mistake(words: "Failed to load image or audio file", type: invalid, parameter: "messages"),
        Mistake(words: "Failed to download image", type: invalid, parameter: "messages"),
        Mistake(words: "Invalid base64 value", type: invalid, parameter: "messages"),
        Mistake(words: "Unknown reasoning format", type: invalid, parameter: "reasoning_format"),
        Mistake(words: "Cannot use both json_schema and grammar", type: invalid, parameter: "grammar"),
        Mistake(
            words: "vector::_M_range_check",
            type: invalid,
            parameter: "tokens",
            sentence: "The model has no token of such a number."
        ),
    ]
}
