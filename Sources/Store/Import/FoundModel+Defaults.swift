import Schema

extension FoundModel {
    /// GiB of its weights.
    var gibibytes: Double { Double(size) / Double(1 << 30) }

    /// What an entry's `config` says of its files.
    var paths: JSONObject {
        var config: JSONObject = ["model_path": .string(path.spelledForConfiguration)]
        if let projector {
            config["mmproj_path"] = .string(projector.path.spelledForConfiguration)
            config["vision"] = .bool(projector.sees)
        }
        return config
    }

    /// What an entry's `config` says when nobody asks for anything else.
    var defaults: JSONObject {
        var config: JSONObject = [:]
        if facts?.isEmbedding != true { addSampling(to: &config) }
        config["n_gpu_layers"] = -1
        config["n_ctx"] = gibibytes > 30 ? 8192 : 4096
        config["n_batch"] = 512
        config["use_mmap"] = true
        config["use_mlock"] = false
        return config
    }

    private func addSampling(to config: inout JSONObject) {
        let name = stem.lowercased()
        config["temperature"] = name.contains("instruct") ? 0.7 : name.contains("chat") ? 0.8 : 0.9
        if gibibytes > 30 {
            config["top_k"] = 20
            config["min_p"] = 0.05
            config["max_tokens"] = 256
        } else if gibibytes < 3 {
            config["top_k"] = 50
            config["top_p"] = 0.95
            config["max_tokens"] = 1024
        } else {
            config["top_k"] = 40
            config["min_p"] = 0.05
            config["max_tokens"] = 512
        }
        config["repetition_penalty"] = 1.05
        config["repetition_context_size"] = 20
    }
}

extension String {
    /// A path as `models.yaml` takes it, where `${` begins a variable: its `$` becomes the default of one without name.
    fileprivate var spelledForConfiguration: String {
        var spelled = ""
        var rest = self[...]
        while let start = rest.firstRange(of: "${") {
            spelled += rest[..<start.lowerBound] + "${:-$}{"
            rest = rest[start.upperBound...]
        }
        return spelled + rest
    }
}
