package import Schema

extension LlamaCpp {
    /// Which model that runs is asked.
    package struct LoadedQuery: Shape {
        package struct Fields {
            package let model = Field<String?>(
                "model",
                "An id or alias of models.yaml; left out, its `default_model`. It has to run: nothing is loaded."
            )
        }
        package static let description = Description(
            "Which model that runs is asked.",
            Fields(),
            example: #"{"model":"smollm2"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// A place in a model for one request at a time; llama-server tells more.
    package struct Slot: Shape {
        package struct Fields {
            package let id = Field<Int>("id", "Its number.")
            package let context = Field<Int>("n_ctx", "How many tokens fit into it.")
            package let isSpeculative = Field<Bool?>("speculative", "Whether a smaller model guesses ahead.")
            package let isBusy = Field<Bool>("is_processing", "Whether a request is in it.")
        }
        package static let description = Description(
            "A place in a model for one request at a time; after the first request llama-server tells more of it.",
            Fields(),
            example: #"{"id":0,"n_ctx":8192,"speculative":false,"is_processing":false}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// A LoRA adapter that a model was started with.
    package struct Adapter: Shape {
        package struct Fields {
            package let id = Field<Int>("id", "Its number.")
            package let path = Field<String>("path", "Its file.")
            package let scale = Field<Double>("scale", "How strong it is; 0 switches it off.")
        }
        package static let description = Description(
            "A LoRA adapter that a model was started with.",
            Fields(),
            example: #"{"id":0,"path":"pirate.gguf","scale":1,"task_name":"","prompt_prefix":""}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How strong a LoRA adapter shall be.
    package struct AdapterScale: Shape {
        package struct Fields {
            package let id = Field<Int>("id", "Its number.", in: 0...Int(Int32.max))
            package let scale = Field<Double>("scale", "How strong it shall be; 0 switches it off.")
        }
        package static let description = Description(
            "How strong a LoRA adapter shall be; those that are not named are switched off.",
            Fields(),
            example: #"{"id":0,"scale":0.5}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// That the adapters are set.
    package struct AdapterAnswer: Shape {
        package struct Fields {
            package let isDone = Field<Bool>("success", "Always true.")
        }
        package static let description = Description(
            "That the adapters are set.",
            Fields(),
            example: #"{"success":true}"#
        )
        package var members = JSONObject()
        package init() {}
    }
}
