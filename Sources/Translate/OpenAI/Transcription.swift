package import Schema

extension OpenAI {
    /// Source: OpenAI, "Create transcription".
    package struct TranscriptionForm: Shape {
        package struct Fields {
            package let file = Field<FormFile>("file", "The sound: WAV, MP3 or FLAC.")
            package let model = RequestFields.model
            package let language = Field<String?>("language", "The language that is spoken, such as `en`.")
            package let prompt = Field<String?>("prompt", "What to ask of the model instead of writing it down.")
            package let responseFormat = Field<TranscriptionFormat?>("response_format", "The form of the answer.")
            package let temperature = RequestFields.temperature
            package let maxTokens = Field<Int?>("max_tokens", "The most tokens to answer.", in: 1...Int(Int32.max))
            package let stream = RequestFields.stream
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "A sound to be written down. Fields that are not listed are passed to llama-server as they are.",
            Fields(),
            example: #"{"file":"speech.wav","model":"listener","language":"en"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The form of what was written down; llama-server knows one.
    package enum TranscriptionFormat: String, Choice {
        case json
    }

    /// What was said.
    package struct TranscriptionAnswer: Shape {
        package struct Fields {
            package let type = Field<String?>("type", "llama-server: always `transcript.text.done`.")
            package let text = Field<String>("text", "What was said.")
            package let usage = Field<JSON?>("usage", "The tokens that were used.")
        }
        package static let description = Description(
            "What was said.",
            Fields(),
            example:
                #"{"type":"transcript.text.done","text":"Good morning.","usage":{"type":"tokens","total_tokens":20}}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One element of a stream of what is said.
    package struct TranscriptionEvent: Shape {
        package struct Fields {
            package let type = Field<String>("type", "`transcript.text.delta`, or `transcript.text.done` at the end.")
            package let delta = Field<String?>("delta", "What is new.")
            package let text = Field<String?>("text", "All of it, at the end.")
            package let usage = Field<JSON?>("usage", "The tokens that were used, at the end.")
        }
        package static let description = Description(
            "One element of a stream of what is said.",
            Fields(),
            example: #"{"type":"transcript.text.delta","delta":"Good"}"#
        )
        package var members = JSONObject()
        package init() {}
    }
}
