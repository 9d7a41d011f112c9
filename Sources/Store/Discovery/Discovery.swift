/// The models in some places, each with a name that no other of them has.
///
/// Two searches of the same files give the same result.
package struct Discovery: Sendable {
    /// The models: place by place, and by path.
    package private(set) var models: [FoundModel] = []
    /// Draft models, which are loaded beside others and not served alone, by path.
    package private(set) var drafts: [String] = []
    /// Projectors that fit none of the models, by path.
    package private(set) var lonelyProjectors: [String] = []
    /// What was passed over and why, a sentence each.
    package private(set) var warnings: [String] = []
    private var owners: [FileIdentity: String] = [:]

    /// Searches places, in this order.
    package init(of places: [Place]) {
        var walk = FolderWalk()
        for place in places {
            switch place {
            case .folder(let path): add(FolderScan(walk.search(path.trimmingSlashes)))
            case .huggingFaceCache(let root): addCache(in: root.trimmingSlashes, &walk)
            }
        }
        nameApart()
    }

    /// Adds what lies in a folder, named after files.
    private mutating func add(_ scan: FolderScan) {
        for model in paired(scan) {
            var model = model
            model.id = ServableName.of(model.stem)
            models.append(model)
        }
    }

    /// Adds the repositories of a cache, named after them and the quantization.
    private mutating func addCache(in root: String, _ walk: inout FolderWalk) {
        do throws(FolderNames.Failure) { _ = try FolderNames(in: root) } catch {
            return warnings.append("\(root): cannot be searched: \(error.reason).")
        }
        for repository in HuggingFaceCache.repositories(in: root) {
            let found = paired(FolderScan(walk.search(repository.snapshot)))
            let ids = found.map { repository.id(of: $0) }
            let counts = Dictionary(ids.map { (ServableName.folded($0), 1) }, uniquingKeysWith: +)
            for (model, id) in zip(found, ids) {
                var model = model
                let isShared = counts[ServableName.folded(id), default: 0] > 1 && model.kind == .gguf
                model.id = ServableName.of(isShared ? "\(repository.name):\(model.path.fileStem)" : id)
                models.append(model)
            }
        }
    }

    /// Takes over all of a scan but its models, and returns those that are new, with their projectors.
    private mutating func paired(_ scan: FolderScan) -> [FoundModel] {
        warnings += scan.warnings
        drafts += scan.drafts
        let pairing = ProjectorPairing(scan)
        var used: Set<String> = []
        let found = scan.models.map { model in
            var model = model
            model.projector = pairing.projector(for: model)
            if let projector = model.projector { used.insert(projector.path) }
            return model
        }
        lonelyProjectors += scan.projectors.values.joined().map(\.path).filter { !used.contains($0) }.sorted()
        return found.filter { isNew($0) }
    }

    private mutating func isNew(_ model: FoundModel) -> Bool {
        guard let owner = owners[model.identity] else {
            owners[model.identity] = model.path
            return true
        }
        warnings.append("\(model.path): is the same file as \(owner), which stands for both.")
        return false
    }

    /// Gives later models with the id of an earlier one a number.
    private mutating func nameApart() {
        var taken: Set<String> = []
        for index in models.indices {
            let id = models[index].id
            var number = 2
            while !taken.insert(ServableName.folded(models[index].id)).inserted {
                models[index].id = "\(id)-\(number)"
                number += 1
            }
        }
    }
}

extension HuggingFaceCache.Repository {
    /// `org/name:QUALIFIER`; of a folder of safetensors `org/name`.
    fileprivate func id(of model: FoundModel) -> String {
        guard model.kind == .gguf else { return name }
        let word = model.stem.split(separator: ".").last?.split(separator: "-").last
        return "\(name):\(word.map(String.init) ?? model.stem)"
    }
}

extension String {
    /// The same path without slashes at its end.
    fileprivate var trimmingSlashes: String {
        var path = self[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        return String(path)
    }

    /// The name of a file without its ending.
    fileprivate var fileStem: String { String((split(separator: "/").last ?? "").dropLast(".gguf".count)) }
}
