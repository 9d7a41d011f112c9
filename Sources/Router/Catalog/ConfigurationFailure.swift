package import Schema

/// Why `models.yaml` cannot be used: everything that is wrong with it.
package struct ConfigurationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in the order of the file; never empty.
    package let problems: [Problem]

    /// One thing that is wrong.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The file's path, as it was given.
        package let path: String
        /// Where in the file; `nil` when it could not be read at all.
        package let mark: YAMLMark?
        /// What is wrong, and with which key.
        package let violation: Violation

        /// A line such as `models.yaml:12:5: models[1].config.n_ctx: must be at least 1`.
        package var description: String {
            "\(path):\(mark.map { "\($0):" } ?? "") \(violation)"
        }
    }

    init(_ problems: [Problem]) {
        self.problems = problems.sorted { ($0.mark ?? .start) < ($1.mark ?? .start) }
    }

    /// One line for each problem.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
