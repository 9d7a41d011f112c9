import Schema

/// Models as the server lists them, and as people read them; pure.
struct ModelList {
    private let models: [JSON]

    /// The models of an answer whose names begin like this, in any letter case.
    init(_ answer: JSON?, prefix: String = "") {
        let prefix = prefix.lowercased()
        models = (answer?["models"]?.array ?? []).filter { model in
            model["name"]?.string?.lowercased().hasPrefix(prefix) ?? false
        }
    }

    /// The models as the server spells them.
    var json: JSON { ["models": .array(models)] }

    /// The models that can be asked for.
    var available: Table { available(at: .now) }

    /// The models that can be asked for, with the age that they have at a moment.
    func available(at now: Moment) -> Table {
        Table(
            header: ["NAME", "ID", "SIZE", "MODIFIED"],
            rows: models.map { model in
                let modified = model["modified_at"]?.string.flatMap { Moment($0) }
                // One without a file has the date 0.
                let age = modified.flatMap { $0.seconds > 0 ? $0.relative(to: now) : nil }
                return [Self.name(of: model), Self.id(of: model), Self.size(model["size"]), age ?? "-"]
            }
        )
    }

    /// The models that run, with the time that they have left at a moment.
    func running(at now: Moment) -> Table {
        Table(
            header: ["NAME", "ID", "SIZE", "PROCESSOR", "CONTEXT", "UNTIL"],
            rows: models.map { model in
                [
                    Self.name(of: model), Self.id(of: model), Self.size(model["size"]), Self.processor(of: model),
                    model["context_length"]?.int.map { "\($0)" } ?? "-", Self.end(of: model, at: now),
                ]
            }
        )
    }

    private static func name(of model: JSON) -> String { model["name"]?.string?.harmless ?? "-" }

    private static func id(of model: JSON) -> String {
        let digits = model["digest"]?.string?.harmless.prefix(12) ?? ""
        return digits.allSatisfy { $0 == "0" } ? "-" : String(digits)
    }

    private static func size(_ size: JSON?) -> String {
        guard let bytes = size?.int, bytes > 0 else { return "-" }
        return "\(ByteSize(bytes))"
    }

    private static func processor(of model: JSON) -> String {
        guard let size = model["size"]?.int, size > 0 else { return "-" }
        let share = Int((Double(model["size_vram"]?.int ?? 0) / Double(size) * 100).rounded())
        return switch min(max(share, 0), 100) {
        case 0: "100% CPU"
        case 100: "100% GPU"
        case let share: "\(100 - share)%/\(share)% CPU/GPU"
        }
    }

    /// Source: Ollama, docs/api.md, "List running models": a date far ahead says that the model stays.
    private static func end(of model: JSON, at now: Moment) -> String {
        guard let end = model["expires_at"]?.string.flatMap({ Moment($0) }) else { return "-" }
        let years = (end.seconds - now.seconds) / 31_556_952
        return years > 20 ? "forever" : end.seconds < now.seconds ? "leaving" : end.relative(to: now)
    }
}
