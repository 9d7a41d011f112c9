package import Schema
import Store

/// One entry of `api_keys`.
package struct APIKey: Shape {
    package struct Fields {
        package let name = Field<String>(
            "name",
            "What the log and refusals call who holds it: letters, digits and any of `._@-`.",
            atLeast: 1
        ).formed(like: "^[A-Za-z0-9._@-]+$")
        package let keyEnv = Field<String?>(
            "key_env",
            "The environment variable of the server that holds the key; this or `sha256`.",
            atLeast: 1
        )
        package let sha256 = Field<String?>(
            "sha256",
            "The SHA-256 of the key, 64 hex digits, as `printf %s KEY | sha256sum` prints it; this or `key_env`."
        ).formed(like: "^[0-9a-fA-F]{64}$")
        package let scopes = Field<[Scope]>(
            "scopes",
            "What it is good for: `infer` asks models and looks at them, `manage` changes what there is and what runs.",
            atLeast: 1,
            default: [.infer]
        )
        package let models = Field<[String]>(
            "models",
            "The ids of the models that it may use, in any letter case, without `:latest`; `*` stands for any text.",
            atLeast: 1,
            default: ["*"]
        )
    }
    package static let description = Description(
        "A key that a caller proves itself with. Read as a catalog it has its `sha256`, whatever the file says.",
        Fields(),
        keepsUnknown: false,
        demands: [
            .told(
                .object(["key_env": String.rule], without: "sha256"),
                .object(["sha256": String.rule], without: "key_env")
            )
        ],
        example: #"{"name":"ci","key_env":"PADDOCK_KEY_CI","scopes":["infer"],"models":["llama*"]}"#
    )
    package var members = JSONObject()

    package init() {}
}

extension APIKey {
    /// The SHA-256 of a key, 64 hex digits in small letters: all that is kept of it.
    package static func sha256(of key: String) -> String {
        var hash = SHA256()
        hash.update(Array(key.utf8))
        return hash.hexDigits
    }
}

/// What the holder of a key may do.
package enum Scope: String, Choice {
    /// Ask models, and look at them.
    case infer
    /// Change what there is, and what runs.
    case manage
}
