package import Logging
import Schema

extension Logger.MetadataValue {
    /// A span of time as the log has it everywhere: a number of milliseconds, under a key that ends with `_ms`.
    package static func milliseconds(_ duration: Duration) -> Self { .stringConvertible(duration.milliseconds) }

    /// Names with commas between them; `nil` for none, so that the fact is left out.
    package static func names(_ names: [some CustomStringConvertible]) -> Self? {
        names.isEmpty ? nil : .string(names.map(\.description).joined(separator: ","))
    }
}
