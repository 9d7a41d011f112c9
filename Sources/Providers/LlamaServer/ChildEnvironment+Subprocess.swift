import Subprocess

extension ChildEnvironment {
    /// The environment as swift-subprocess takes it.
    var forSubprocess: Environment {
        .custom(
            values.reduce(into: [:]) { result, variable in
                if let key = Environment.Key(rawValue: variable.key) { result[key] = variable.value }
            }
        )
    }
}
