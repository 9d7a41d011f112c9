import Schema
import Store

extension ModelEntry {
    /// The entry that a model of the library would have in `models.yaml`.
    init(_ model: LibraryModel) {
        let wishes = model.wishes.parameters
        var config: JSONObject = ["model_path": .string(model.modelPath ?? model.reference.displayed)]
        config["mmproj_path"] = model.projectorPath.map { .string($0) }
        for (option, key) in Self.loadOptions {
            // What a Modelfile sets to 0 or below is left to llama-server, but for layers on the GPU.
            guard let number = wishes[option]?.int, number > (option == "num_gpu" ? -1 : 0), number <= Int32.max else {
                continue
            }
            config[key] = .number(number)
        }
        if let usesMmap = wishes["use_mmap"]?.bool { config["use_mmap"] = .bool(usesMmap) }
        self.init(members: ["id": .string(model.reference.displayed), "config": .object(config)])
        if !model.adapterPaths.isEmpty { self.serverArgs = model.adapterPaths.flatMap { ["--lora", $0] } }
    }

    /// The entry that a model in a folder would have in `models.yaml`.
    init(_ model: FoundModel) {
        var config: JSONObject = ["model_path": .string(model.path)]
        config["mmproj_path"] = model.projector.map { .string($0.path) }
        self.init(members: ["id": .string(model.id), "config": .object(config)])
    }

    /// Options of a Modelfile that a model is loaded with, and what they are called here.
    private static let loadOptions = [
        ("num_ctx", "n_ctx"), ("num_batch", "n_batch"), ("num_thread", "n_threads"), ("num_gpu", "n_gpu_layers"),
    ]
}
