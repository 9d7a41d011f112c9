/// What the files of some folders are: models, the projectors beside them, drafts.
struct FolderScan {
    /// Models, not yet paired and with no name but their file's, by path.
    private(set) var models: [FoundModel] = []
    /// Projectors, by the folder in which they lie.
    private(set) var projectors: [String: [FoundModel.Projector]] = [:]
    /// Draft models, by path.
    private(set) var drafts: [String] = []
    /// What was passed over, a sentence each.
    private(set) var warnings: [String]

    /// Looks at the files that a walk has come upon.
    init(_ walk: FolderWalk.Result) {
        warnings = walk.warnings
        for folder in walk.folders {
            scan(folder)
            if let model = SafetensorsFolder.model(in: folder) { models.append(model) }
        }
        models.sort { $0.path < $1.path }
    }

    private mutating func scan(_ folder: FolderWalk.Folder) {
        var sets: [SetName: [Int: FolderWalk.File]] = [:]
        for file in folder.files where file.name.isModelFileName {
            let name = file.name.lowercased()
            if Self.draftPrefixes.contains(where: name.hasPrefix) {
                drafts.append(file.path)
            } else if name.contains("mmproj") {
                guard let glance = glance(at: file) else { continue }
                add(FoundModel.Projector(path: file.path, try? glance.get()), in: folder)
            } else if let part = SplitName(path: file.path) {
                sets[SetName(prefix: part.prefix, total: part.total), default: [:]][part.number] = file
            } else {
                add([file], stem: String(file.name.dropLast(".gguf".count)), in: folder)
            }
        }
        for (name, parts) in sets.sorted(by: { $0.key < $1.key }) { add(parts, of: name, in: folder) }
    }

    private static let draftPrefixes = ["mtp-", "dspark-", "dflash-", "eagle3-"]

    /// What all parts of a set share.
    private struct SetName: Hashable, Comparable {
        let prefix: String
        let total: Int

        static func < (one: SetName, other: SetName) -> Bool { (one.prefix, one.total) < (other.prefix, other.total) }
    }

    /// Adds the model of a split set, if it is whole.
    private mutating func add(_ parts: [Int: FolderWalk.File], of set: SetName, in folder: FolderWalk.Folder) {
        let missing = (1...set.total).filter { parts[$0] == nil }
        guard missing.isEmpty else {
            return warnings.append("\(GGUFError(path: set.prefix, offset: nil, fault: .missingParts(missing)))")
        }
        let stem = set.prefix.split(separator: "/").last.map(String.init) ?? set.prefix
        add((1...set.total).compactMap { parts[$0] }, stem: stem, in: folder)
    }

    /// Adds the model of files, or the projector, if it is one.
    private mutating func add(_ files: [FolderWalk.File], stem: String, in folder: FolderWalk.Folder) {
        // The others hold nothing but tensors, yet must be GGUF files.
        let glances = files.compactMap { glance(at: $0) }
        guard glances.count == files.count else { return }
        let front = try? glances[0].get()
        if let type = front?.type?.lowercased(), ["imatrix", "adapter"].contains(type) { return }
        if front?.architecture == "clip" {
            return add(FoundModel.Projector(path: files[0].path, front), in: folder)
        }
        let model = FoundModel(
            id: stem,
            kind: .gguf,
            path: files[0].path,
            identity: files[0].identity,
            size: files.reduce(0) { $0 + $1.size },
            stem: stem,
            facts: front.map(FoundModel.Facts.init)
        )
        models.append(model)
    }

    private mutating func add(_ projector: FoundModel.Projector, in folder: FolderWalk.Folder) {
        projectors[folder.path, default: []].append(projector)
    }

    /// The front of a file's header, or why that is broken; `nil` for a file that is no GGUF file at all.
    private mutating func glance(at file: FolderWalk.File) -> Result<GGUFGlance, GGUFError>? {
        do throws(GGUFError) {
            return .success(try GGUFGlance(path: file.path))
        } catch {
            guard !error.isOfAnotherFormat else {
                warnings.append("\(file.path): \(file.size == 0 ? "empty" : error.reason).")
                return nil
            }
            warnings.append("\(error) It is taken by its name.")
            return .failure(error)
        }
    }
}

extension GGUFError {
    /// Whether the file does not even start as a GGUF file does, or cannot be read.
    fileprivate var isOfAnotherFormat: Bool {
        switch fault {
        case .unreadable, .notAFile, .notGGUF: true
        default: offset.map { $0 < 4 } ?? false
        }
    }
}
