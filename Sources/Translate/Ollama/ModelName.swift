import Schema

extension Ollama {
    /// The names of models: `[host/][namespace/]model[:tag]`.
    ///
    /// Source: Ollama, `types/model/name.go`.
    package enum ModelName {
        /// What the document says of a name; the reader of names, which the library has, takes the same.
        package static let pattern = "^\\s*([hH][tT][tT][pP][sS]?://)?\(grammar)\\s*$"

        /// The same, or no name at all.
        package static let optionalPattern = "^\\s*(([hH][tT][tT][pP][sS]?://)?\(grammar))?\\s*$"

        /// What can be pulled: a name, or the address of a GGUF file.
        ///
        /// Addresses without TLS need a permission besides.
        package static let pullPattern =
            "^\\s*(([hH][tT][tT][pP][sS]://)?\(grammar)|https://\(host)/[!-~]+\\.gguf)\\s*$"

        private static let letter = "[A-Za-z0-9_]"
        private static let host = "\(letter)[A-Za-z0-9_.:-]{0,349}"
        private static let part = "\(letter)[A-Za-z0-9_.-]{0,79}"
        private static let grammar = "((\(host)/)?\(letter)[A-Za-z0-9_-]{0,79}/)?\(part)(:\(part))?"

        /// The name with `:latest` where it has no tag.
        ///
        /// A colon before the last slash belongs to a host.
        package static func displayed(_ name: String) -> String {
            let last = name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
            return last.contains(":") ? name : name + ":latest"
        }

        /// Demands that one of the two fields has a name: `model`, or `name` where there is no `model`.
        static func demand(like pattern: String = pattern) -> Demand {
            let name = Rule.text(like: pattern)
            return .told(.object(["model": name]), .object(["name": name], without: "model"))
        }
    }
}
