import ArgumentParser

/// An end with a sentence for people.
struct Failure: Error, CustomStringConvertible {
    let description: String
    private let status: Int32

    /// - Parameters:
    ///   - status: What the process ends with: 1 when it could not do what it was asked to, 2 when it was asked wrongly.
    ///   - description: What is wrong, and what helps.
    init(status: Int32, _ description: String) {
        self.status = status
        self.description = description
    }

    /// Says it, and ends the process.
    func exit() -> Never {
        StandardError.write("paddock: \(description)\n")
        Main.exit(withError: ExitCode(status))
    }
}
