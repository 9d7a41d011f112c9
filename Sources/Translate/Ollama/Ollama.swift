package import Schema

/// The wire types of Ollama's API.
package enum Ollama {}

extension Ollama {
    /// Source: Ollama 0.33, every error of `/api`.
    package struct ErrorBody: Shape {
        package struct Fields {
            package let error = Field<String>("error", "What happened.")
        }
        package static let description = Description(
            "An error in Ollama's shape.",
            Fields(),
            example: #"{"error":"model 'orchid' not found"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Ollama, docs/api.md, "Version".
    package struct VersionAnswer: Shape {
        package struct Fields {
            package let version = Field<String>("version", "The version of Ollama that this server follows.")
        }
        package static let description = Description("A version.", Fields(), example: #"{"version":"0.33.0"}"#)
        package var members = JSONObject()
        package init() {}
    }
}

extension Ollama {
    /// Source: Ollama 0.33, `server/routes.go`: whether models that are hosted elsewhere can be asked.
    package struct StatusAnswer: Shape {
        package struct Fields {
            package let cloud = Field<JSON>("cloud", "`disabled` is true, for nothing is hosted elsewhere.")
        }
        package static let description = Description(
            "What this server offers.",
            Fields(),
            example: #"{"cloud":{"disabled":true,"source":"env"}}"#
        )
        package var members = JSONObject()
        package init() {}

        /// Nothing is hosted elsewhere.
        package static var local: StatusAnswer {
            StatusAnswer(members: ["cloud": ["disabled": true, "source": "env"]])
        }
    }
}

extension Ollama {
    /// Source: Ollama 0.33, `server/routes.go`: models that a terminal's menu offers.
    package struct RecommendationsAnswer: Shape {
        package struct Fields {
            package let recommendations = Field<[JSON]>("recommendations", "Always empty.")
        }
        package static let description = Description(
            "Models to be tried.",
            Fields(),
            example: #"{"recommendations":[]}"#
        )
        package var members = JSONObject()
        package init() {}

        /// No models.
        package static var none: RecommendationsAnswer { RecommendationsAnswer(members: ["recommendations": []]) }
    }
}
