package import Schema

/// The line of requests that wait for a model.
package struct QueueSettings: Shape {
    package struct Fields {
        package let limit = Field<Int>(
            "limit",
            "How many requests may wait, for all models together.",
            in: 1...1_000_000,
            default: 512
        )
        package let timeout = Field<TimeSpan>(
            "timeout",
            "How long a request may wait.",
            default: TimeSpan(.seconds(300))
        )
        package let patience = Field<TimeSpan>(
            "patience",
            "How long a model waits for its place before a busy one is made to leave after its running requests.",
            default: TimeSpan(.seconds(2))
        )
        package let minResidency = Field<TimeSpan>(
            "min_residency",
            "How long a busy model stays at least.",
            default: TimeSpan(.seconds(1))
        )
    }
    package static let description = Description("The line of waiting requests.", Fields(), keepsUnknown: false)
    package var members = JSONObject()

    package init() {}
}
