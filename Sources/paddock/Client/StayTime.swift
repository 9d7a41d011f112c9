import ArgumentParser
import Schema

/// How long a model stays, as the command line has it.
struct StayTime: ExpressibleByArgument {
    /// A number of seconds, or a duration as it was written.
    let json: JSON

    init?(argument: String) {
        let json = Double(argument).map { JSON.number($0) } ?? .string(argument)
        guard KeepAlive(json: json) != nil else { return nil }
        self.json = json
    }
}
