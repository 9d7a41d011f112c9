import Logging
import Router
import Schema
import Store
import Synchronization
import Translate

/// Looks up what can be asked for without an entry of models.yaml, and tells of what cannot be used: once.
final class LibraryReading: Sendable {
    private let library: ModelLibrary
    private let logger: Logger
    private let told = Mutex<Set<String>>([])

    /// Reads a library.
    init(of library: ModelLibrary, logger: Logger) {
        self.library = library
        self.logger = logger
    }

    /// The models as they are now; it reads files, so an event loop should not wait for it.
    func models(for configuration: Configuration) -> UnlistedModels {
        var contents = library.contents
        for manifest in contents.broken {
            tell("a manifest cannot be used, so its model is left out", manifest.path, manifest.fault.reason)
        }
        for index in contents.models.indices {
            let name = contents.models[index].reference.displayed
            for fault in contents.models[index].wishes.dropUnusable() {
                tell("a part of a manifest cannot be used, so it is left out", name, fault)
            }
        }
        return UnlistedModels(library: contents.models, for: configuration)
    }

    private func tell(_ message: Logger.Message, _ place: String, _ reason: String) {
        guard told.withLock({ $0.insert("\(place) \(reason)").inserted }) else { return }
        logger.warning(message, metadata: ["manifest": "\(place)", "reason": "\(reason)"])
    }
}

extension ModelWishes {
    /// Drops the parameters and messages that no request could have, for every request would fail with them.
    ///
    /// - Returns: What is wrong with each.
    mutating func dropUnusable() -> [String] {
        var faults: [String] = []
        for violation in JSON.object(parameters).violations(of: Ollama.Options.rule) {
            let key = String(violation.place.prefix { $0 != "[" && $0 != "." })
            guard parameters[key] != nil else { continue }
            parameters[key] = nil
            faults.append(violation.sentence ?? "\(violation)")
        }
        for (index, message) in messages.enumerated().reversed() {
            guard let violation = message.violations(of: Ollama.Message.rule).first else { continue }
            messages.remove(at: index)
            faults.append("messages[\(index)]: \(violation)")
        }
        return faults
    }
}

extension JSON {
    /// What is wrong with a value, as a rule sees it.
    fileprivate func violations(of rule: Rule) -> [Violation] {
        bytes.withUnsafeBytes { (try? Checker($0, against: rule))?.violations } ?? []
    }
}
