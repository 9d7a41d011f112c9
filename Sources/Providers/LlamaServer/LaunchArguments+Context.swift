import Store

/// The words that the size of a context depends on.
///
/// Source: llama.cpp, `common/arg.cpp` and `tools/server/server.cpp`, build 11434.
extension LaunchArguments {
    /// How the model is run.
    var contextSettings: ContextSettings {
        var settings = ContextSettings()
        let slots = number(of: "-np").flatMap { $0 > 0 ? $0 : nil }
        settings.slots = slots ?? settings.slots
        // Slots whose number llama-server chose share the context; others divide it, unless told otherwise.
        settings.isUnified = slots == nil || isOn("-kvu") == true
        settings.tokens = number(of: "-c") ?? tokensOfAllSlots(settings.slots)
        settings.batch = number(of: "-b") ?? settings.batch
        settings.microbatch = number(of: "-ub") ?? settings.microbatch
        settings.keyType = cacheType(of: "-ctk")
        settings.valueType = cacheType(of: "-ctv")
        settings.usesFlashAttention = value(of: "-fa").map { !["off", "disabled", "false", "0"].contains($0) } ?? true
        settings.keepsWholeWindow = isOn("--swa-full") == true
        settings.givesVectors =
            isOn("--embedding") == true || isOn("--rerank") == true
            || value(of: "--pooling").map { $0 != "none" } == true
        return settings
    }

    /// How the draft model is run: like the model, but for the cache.
    var draftSettings: ContextSettings {
        var settings = contextSettings
        settings.keyType = cacheType(of: "--spec-draft-type-k", "-ctkd", "--cache-type-k-draft")
        settings.valueType = cacheType(of: "--spec-draft-type-v", "-ctvd", "--cache-type-v-draft")
        return settings
    }

    /// The first value of an option, by its key.
    func value(of key: String) -> String? { entry(key)?.values.first }

    /// The number behind an option; `nil` when there is none, or it is none.
    func number(of key: String) -> Int? {
        // Larger ones do not fit into llama-server's numbers either.
        value(of: key).flatMap { Int32($0) }.map(Int.init)
    }

    /// The side of a pair of switches that is given; `nil` when neither is.
    func isOn(_ key: String) -> Bool? {
        entry(key).map { !$0.spelling.hasPrefix("--no-") && !$0.spelling.hasPrefix("-n") }
    }

    private func entry(_ key: String) -> ServerArguments.Entry? { entries.last { $0.flag.key == key } }

    private func tokensOfAllSlots(_ slots: Int) -> Int {
        number(of: "--kv-unified-per-slot").map { max(0, $0) * slots } ?? 0
    }

    /// A type that is not known, which llama-server will refuse, counts as the default.
    private func cacheType(of keys: String...) -> KVCacheType {
        keys.lazy.compactMap { value(of: $0) }.first.flatMap(KVCacheType.init) ?? .f16
    }
}
