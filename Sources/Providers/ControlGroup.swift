import Store

/// One of the control groups that limit the memory of this process.
struct ControlGroup: Hashable {
    /// Its folder.
    let path: String
    /// Whether it is of the first version, with other names for everything.
    let isFirstVersion: Bool

    /// The groups that the text of `/proc/self/cgroup` names, the innermost first, with all that enclose them.
    ///
    /// Source: Linux, `Documentation/admin-guide/cgroup-v2.rst` and `cgroup-v1/memory.rst`.
    static func lineage(in text: String) -> [ControlGroup] {
        text.split(separator: "\n").flatMap { line -> [ControlGroup] in
            // Number, controllers, path; the second version has number 0 and no controllers.
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            let isFirstVersion = parts[1].split(separator: ",").contains("memory")
            guard isFirstVersion || (parts[0] == "0" && parts[1].isEmpty) else { return [] }
            let base = isFirstVersion ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup"
            var names = parts[2].split(separator: "/")
            var groups = [ControlGroup(path: base, isFirstVersion: isFirstVersion)]
            // A path that leads out of what this process can see.
            guard !names.contains("..") else { return groups }
            while !names.isEmpty {
                let path = "\(base)/\(names.joined(separator: "/"))"
                groups.insert(ControlGroup(path: path, isFirstVersion: isFirstVersion), at: groups.count - 1)
                names.removeLast()
            }
            return groups
        }
    }

    /// The bytes that its limit leaves, read below a folder that stands for `/`; `nil` when it has no limit.
    func available(root: String) -> Int? {
        func text(_ name: String) -> String? { SmallFile.text(at: "\(root)\(path)/\(name)") }
        return Self.available(
            limit: text(isFirstVersion ? "memory.limit_in_bytes" : "memory.max"),
            usage: text(isFirstVersion ? "memory.usage_in_bytes" : "memory.current"),
            statistics: text("memory.stat")
        )
    }

    /// What is left, by the texts of its files; `nil` when there is no limit.
    static func available(limit: String?, usage: String?, statistics: String?) -> Int? {
        // No limit is the word `max`, or in the first version a number that no machine reaches.
        guard let limit = number(limit), limit < 1 << 60, let usage = number(usage) else { return nil }
        let pages = (statistics ?? "").split(separator: "\n").reduce(0) { sum, line in
            let words = line.split(separator: " ")
            guard words.count == 2, cached.contains(words[0]), let count = number(words[1]) else { return sum }
            return sum + min(count, limit)
        }
        // Pages of files count as used, but are given up when somebody needs memory.
        return max(0, min(limit, limit - usage + min(pages, usage)))
    }

    private static let cached: Set<Substring> = ["active_file", "inactive_file"]

    private static func number(_ text: (some StringProtocol)?) -> Int? {
        text.flatMap { Int($0.split(whereSeparator: \.isWhitespace).first ?? "") }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
