extension Ollama {
    /// How Ollama shows a model's name: always with a tag.
    package enum ModelName {
        /// The name with `:latest` where it has no tag.
        ///
        /// A colon before the last slash belongs to a host.
        package static func displayed(_ name: String) -> String {
            let last = name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
            return last.contains(":") ? name : name + ":latest"
        }
    }
}
