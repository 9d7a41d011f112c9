import Schema

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The models that `pull` and `create` have made, and those of an Ollama beside us.
///
/// Every call looks at the disk: other processes may work in the same folders.
package struct ModelLibrary: Hashable, Sendable {
    /// Where models are made; nothing is changed anywhere else.
    package let own: LibraryFolder
    /// Folders whose models are used where they lie.
    package let others: [LibraryFolder]

    /// Names the folders, which need not exist.
    package init(own: LibraryFolder, others: [LibraryFolder] = []) {
        self.own = own
        self.others = others
    }

    private var folders: [LibraryFolder] { [own] + others }

    /// Every model, once for a name; those of our own folder first, then by name.
    ///
    /// What cannot be read is left out.
    package var models: [LibraryModel] { contents.models }

    /// The models, and the manifests that cannot be used.
    package var contents: LibraryContents {
        var seen: Set<ModelReference> = []
        var contents = LibraryContents()
        for folder in folders {
            for (reference, path) in folder.references where seen.insert(reference).inserted {
                do throws(ManifestFault) { contents.models.append(try read(reference, at: path, in: folder)) } catch {
                    contents.broken.append((path, error))
                }
            }
        }
        return contents
    }

    /// The model of a name; `nil` when there is none, or its manifest cannot be used.
    package func model(_ reference: ModelReference) -> LibraryModel? {
        for folder in folders {
            if let path = folder.manifestPath(of: reference) { return try? read(reference, at: path, in: folder) }
        }
        return nil
    }

    /// Where a file of a model lies; `nil` when no folder has it.
    package func path(of digest: Digest) -> String? {
        folders.map { $0.path(of: digest) }.first { access($0, R_OK) == 0 }
    }

    /// Changes whenever a model is added, changed or removed.
    package var stamp: Int {
        var hasher = Hasher()
        for folder in folders {
            for (_, path) in folder.references { hasher.combine(FileStamp(of: path)) }
        }
        return hasher.finalize()
    }

    private func read(
        _ reference: ModelReference,
        at path: String,
        in folder: LibraryFolder
    ) throws(ManifestFault) -> LibraryModel {
        guard let bytes = SmallFile.bytes(at: path) else { throw ManifestFault(reason: "it cannot be read") }
        return try LibraryModel(
            reference,
            bytes: bytes,
            modified: FileStamp(of: path)?.modified ?? .zero,
            finding: { self.path(of: $0) ?? folder.path(of: $0) },
            joining: { parts in
                folders.compactMap { $0.partPaths(of: parts).first }.first { access($0, R_OK) == 0 }
            }
        )
    }
}

/// What a library holds.
package struct LibraryContents: Sendable {
    /// The models.
    package var models: [LibraryModel] = []
    /// The manifests that cannot be used, and why.
    package var broken: [(path: String, fault: ManifestFault)] = []
}

extension LibraryFolder {
    /// Every manifest and the name that its place spells, in order of names.
    var references: [(reference: ModelReference, path: String)] {
        var found: [(reference: ModelReference, path: String)] = []
        for host in Folder.names(in: manifests) {
            for namespace in Folder.names(in: "\(manifests)/\(host)") {
                for model in Folder.names(in: "\(manifests)/\(host)/\(namespace)") {
                    for tag in Folder.names(in: "\(manifests)/\(host)/\(namespace)/\(model)") {
                        let name = "\(host)/\(namespace)/\(model)"
                        guard let reference = ModelReference("\(name):\(tag)") else { continue }
                        found.append((reference, "\(manifests)/\(name)/\(tag)"))
                    }
                }
            }
        }
        return found
    }

    /// Where the manifest of a name lies, however that is spelled; `nil` when there is none.
    func manifestPath(of reference: ModelReference) -> String? {
        let exact = path(of: reference)
        if access(exact, R_OK) == 0 { return exact }
        return references.first { $0.reference == reference }?.path
    }
}

/// What lies in a folder.
enum Folder {
    /// The names in order, without hidden ones and drafts; none when there is no such folder.
    static func names(in path: String) -> [String] {
        entries(in: path).filter { !$0.hasSuffix(".part") }
    }

    /// The names in order, without hidden ones.
    static func entries(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
