import Providers
import Router
package import Schema

/// Asks for a model to be loaded.
package struct LoadRequest: Shape {
    package struct Fields {
        package let model = Field<String>("model", "The model, by id or alias.", atLeast: 1)
        package let keepAlive = Field<KeepAlive?>(
            "keep_alive",
            "How long it stays after its last request, from now on; left out, as before."
        )
        package let stream = Field<Bool>(
            "stream",
            "Whether to tell as server-sent events how the load goes.",
            default: false
        )
    }
    package static let description = Description(
        "A model to load.",
        Fields(),
        example: #"{"model":"smollm2"}"#
    )
    package var members = JSONObject()
    package init() {}
}

/// Asks for a model to leave.
package struct UnloadRequest: Shape {
    package struct Fields {
        package let model = Field<String>("model", "The model, by id or alias.", atLeast: 1)
    }
    package static let description = Description(
        "A model to unload.",
        Fields(),
        example: #"{"model":"smollm2"}"#
    )
    package var members = JSONObject()
    package init() {}
}

/// What became of a wish to unload.
package struct UnloadAnswer: Shape {
    package struct Fields {
        package let model = Field<String>("model", "The model's id.")
        package let state = Field<PooledModel.State>("state", "Always `unloaded`.")
    }
    package static let description = Description(
        "That the model has left.",
        Fields(),
        example: #"{"model":"smollm2","state":"unloaded"}"#
    )
    package var members = JSONObject()
    package init() {}
}

/// What became of a wish to load.
package struct LoadAnswer: Shape {
    package struct Fields {
        package let model = Field<String>("model", "The model's id.")
        package let state = Field<PooledModel.State>("state", "Always `ready`.")
        package let loadSeconds = Field<Double?>("load_seconds", "How long its load took, now or earlier.")
    }
    package static let description = Description(
        "That the model can be asked.",
        Fields(),
        example: #"{"model":"smollm2","state":"ready","load_seconds":0.21}"#
    )
    package var members = JSONObject()
    package init() {}
}

extension ReloadAnswer {
    /// Puts a difference into words.
    init(_ difference: CatalogDifference) {
        self.init()
        self.added = difference.added.map(\.name)
        self.changed = difference.changed.map(\.name)
        self.removed = difference.removed.map(\.name)
    }
}

/// What a new configuration has changed.
package struct ReloadAnswer: Shape {
    package struct Fields {
        package let added = Field<[String]>("added", "Models that can be asked for now.")
        package let changed = Field<[String]>("changed", "Models that are started anew, after their running requests.")
        package let removed = Field<[String]>("removed", "Models that are no more.")
    }
    package static let description = Description(
        "What is different from before.",
        Fields(),
        example: #"{"added":["gemma"],"changed":[],"removed":[]}"#
    )
    package var members = JSONObject()
    package init() {}
}
