package import Schema

/// What runs, what waits, and what is left.
package struct PoolAnswer: Shape {
    package struct Fields {
        package let maxLoadedModels = Field<Int>("max_loaded_models", "How many models can run at once.")
        package let memoryBudget = Field<Int?>(
            "memory_budget",
            "Bytes that models may take together; left out when there is no limit."
        )
        package let memoryUsed = Field<Int>(
            "memory_used",
            "Bytes that the running models take, by estimate or, once measured, in truth."
        )
        package let waiting = Field<Int>("waiting", "How many requests wait for a model.")
        package let models = Field<[PooledModel]>("models", "Every model, in the order of models.yaml.")
    }
    package static let description = Description(
        "The state of the pool.",
        Fields(),
        example: """
            {"max_loaded_models":2,"memory_budget":8000000000,"memory_used":184000000,"waiting":0,\
            "models":[{"id":"smollm2","state":"ready","pinned":false,"leases":1,"waiting":0,"pid":4711,"failures":0}]}
            """
    )
    package var members = JSONObject()
    package init() {}
}

/// One model, whether it runs or not.
package struct PooledModel: Shape {
    package struct Fields {
        package let id = Field<String>("id", "The name that requests use.")
        package let state = Field<State>(
            "state",
            """
            `unloaded`, `loading`, `ready`, `draining` (running requests end, new ones wait for a fresh start), \
            `stopping`, or `failing` (left alone until `retry_after_seconds` have passed).
            """
        )
        package let pinned = Field<Bool>("pinned", "Whether it is never evicted for another model.")
        package let leases = Field<Int>("leases", "How many requests it is answering.")
        package let waiting = Field<Int>("waiting", "How many requests wait for it.")
        package let pid = Field<Int?>("pid", "The process that runs it.")
        package let estimatedBytes = Field<Int?>(
            "estimated_bytes",
            "What it was thought to take before it was loaded, or was measured to take the last time."
        )
        package let residentBytes = Field<Int?>("resident_bytes", "What its process takes now.")
        package let loadSeconds = Field<Double?>("load_seconds", "How long its load took.")
        package let idleSeconds = Field<Double?>("idle_seconds", "For how long nobody has used it.")
        package let expiresInSeconds = Field<Double?>(
            "expires_in_seconds",
            "When it leaves if nobody uses it; left out: it stays until its room is needed."
        )
        package let failures = Field<Int>("failures", "How often in a row it has ended by itself.")
        package let retryAfterSeconds = Field<Double?>("retry_after_seconds", "When it is tried again.")
        package let lastFailure = Field<String?>("last_failure", "Why it ended by itself the last time.")
    }
    package static let description = Description(
        "One model of the pool.",
        Fields(),
        example: """
            {"id":"smollm2","state":"ready","pinned":false,"leases":1,"waiting":0,"pid":4711,\
            "estimated_bytes":190000000,"resident_bytes":184000000,"load_seconds":0.21,"idle_seconds":0,\
            "expires_in_seconds":300,"failures":0}
            """
    )
    package var members = JSONObject()
    package init() {}

    /// What a model is doing.
    package enum State: String, Choice {
        case unloaded, loading, ready, draining, stopping, failing
    }
}
