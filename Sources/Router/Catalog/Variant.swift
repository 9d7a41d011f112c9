package import Schema

/// One build of llama-server.
package struct Variant: Shape {
    package struct Fields {
        package let executable = Field<Program?>(
            "executable",
            "A path, or a name to look for on PATH; left out, the first llama-server found."
        )
        package let serverArgs = Field<[String]>(
            "server_args",
            "Arguments for this build, stronger than the server's.",
            default: []
        )
    }
    package static let description = Description("One build of llama-server.", Fields(), keepsUnknown: false)
    package var members = JSONObject()

    package init() {}
}
