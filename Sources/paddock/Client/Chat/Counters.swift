import Schema

/// How many tokens an answer took, and how long; pure.
struct Counters {
    private let line: JSON

    /// Takes the last line of an answer.
    init(_ line: JSON) {
        self.line = line
    }

    /// A line for each counter that the server has told.
    var text: String {
        var table = Table()
        func add(_ name: String, _ value: String?) {
            if let value { table.rows.append([name + ":", value]) }
        }
        add("total duration", time("total_duration"))
        add("load duration", time("load_duration"))
        add("prompt eval count", line["prompt_eval_count"]?.int.map { "\($0) tokens" })
        add("prompt eval duration", time("prompt_eval_duration"))
        add("prompt eval rate", rate("prompt_eval"))
        add("eval count", line["eval_count"]?.int.map { "\($0) tokens" })
        add("eval duration", time("eval_duration"))
        add("eval rate", rate("eval"))
        return table.text
    }

    private func time(_ key: String) -> String? {
        guard let nanoseconds = line[key]?.double, nanoseconds > 0 else { return nil }
        return nanoseconds < 1e9
            ? "\(Self.rounded(nanoseconds / 1e6, digits: 1)) ms" : "\(Self.rounded(nanoseconds / 1e9, digits: 2)) s"
    }

    private func rate(_ name: String) -> String? {
        guard let count = line["\(name)_count"]?.double, let time = line["\(name)_duration"]?.double, time > 0 else {
            return nil
        }
        return "\(Self.rounded(count / time * 1e9, digits: 2)) tokens/s"
    }

    /// A number at least 0, with so many digits behind the point.
    static func rounded(_ value: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        guard value >= 0, value < 1e12 else { return "\(value)" }
        let whole = Int((value * Double(scale)).rounded())
        let fraction = String(whole % scale)
        return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
