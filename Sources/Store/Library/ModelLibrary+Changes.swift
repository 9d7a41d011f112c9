import Schema

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ModelLibrary {
    /// Gives a model a further name; what had that name is replaced.
    ///
    /// - Throws: ``FileFault``.
    package func copy(_ model: LibraryModel, to reference: ModelReference) throws(FileFault) {
        try exclusively { () throws(FileFault) in try add(model, as: reference) }
    }

    private func add(_ model: LibraryModel, as reference: ModelReference) throws(FileFault) {
        for layer in model.manifest.files { try adopt(layer.digest) }
        let bytes = ([own] + others).lazy.compactMap { $0.manifestPath(of: model.reference) }.first.flatMap {
            SmallFile.bytes(at: $0)
        }
        try install(bytes ?? model.manifest.json.bytes, as: reference)
    }

    /// Whether a name stands in the folder where models are made; only those can be removed.
    package func owns(_ reference: ModelReference) -> Bool { own.manifestPath(of: reference) != nil }

    /// Removes a name, and the files that no other name needs.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``FileFault``.
    @discardableResult
    package func remove(_ reference: ModelReference) throws(FileFault) -> Bool {
        try exclusively { () throws(FileFault) in try take(reference) }
    }

    private func take(_ reference: ModelReference) throws(FileFault) -> Bool {
        guard let path = own.manifestPath(of: reference) else { return false }
        let former = SmallFile.bytes(at: path).flatMap { LibraryModel.manifest($0) }
        guard unlink(path) == 0 else { throw FileFault(path: path) }
        // The model's folder, its namespace's and its host's, as far as they are empty.
        var folder = path[...]
        for _ in 0..<3 {
            folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
            guard rmdir(String(folder)) == 0 else { break }
        }
        removeUnused(former)
        return true
    }

    /// Writes a manifest; what only the former one of this name needed is removed.
    ///
    /// - Parameters:
    ///   - manifest: Its bytes, which are kept as they are: their digest is the model's.
    ///   - reference: The name.
    ///   - removing: Called before files are removed.
    /// - Throws: ``FileFault``, also when one of its files was removed meanwhile.
    package func put(
        _ manifest: [UInt8],
        as reference: ModelReference,
        removing: () -> Void = {}
    ) throws(FileFault) {
        try exclusively { () throws(FileFault) in
            for layer in LibraryModel.manifest(manifest)?.files ?? [] {
                guard access(own.path(of: layer.digest), F_OK) == 0 else {
                    throw FileFault(path: own.path(of: layer.digest))
                }
            }
            try install(manifest, as: reference, removing: removing)
        }
    }

    /// Writes a manifest, while nobody else changes the library.
    func install(
        _ manifest: [UInt8],
        as reference: ModelReference,
        removing: () -> Void = {}
    ) throws(FileFault) {
        // One name has one manifest, however it is spelled.
        let path = own.manifestPath(of: reference) ?? own.path(of: reference)
        let former = SmallFile.bytes(at: path).flatMap { LibraryModel.manifest($0) }
        try SmallFile.write(manifest, to: path)
        removeUnused(former, removing)
    }

    /// Removes the files of a manifest that no manifest names any more.
    private func removeUnused(_ former: Manifest?, _ removing: () -> Void = {}) {
        guard let former else { return }
        var unused = Set(former.files.map(\.digest))
        for (_, path) in own.references {
            guard let manifest = SmallFile.bytes(at: path).flatMap({ LibraryModel.manifest($0) }) else { continue }
            unused.subtract(manifest.files.map(\.digest))
        }
        guard !unused.isEmpty else { return }
        removing()
        for digest in unused { discard(digest) }
    }

    /// Removes a file, and what makes it the first part of a split model.
    func discard(_ digest: Digest) {
        unlink(own.path(of: digest))
        let parts = own.partsFolder(of: digest)
        for name in Folder.names(in: parts) { unlink("\(parts)/\(name)") }
        rmdir(parts)
    }

    /// Sees to it that a file lies in our own folder, too, without a second copy of its bytes.
    func adopt(_ digest: Digest) throws(FileFault) {
        let path = own.path(of: digest)
        guard access(path, F_OK) != 0, let source = self.path(of: digest) else { return }
        try Self.link(source, path, in: own)
    }

    /// Takes a file in where it lies.
    func adopt(_ digest: Digest, fileAt source: String) throws(FileFault) {
        let path = own.path(of: digest)
        if access(path, F_OK) != 0 { try Self.link(source, path, in: own) }
    }

    /// A second name for the same bytes, or across file systems one that points to the first.
    private static func link(_ source: String, _ path: String, in folder: LibraryFolder) throws(FileFault) {
        try SmallFile.makeFolder(folder.blobs)
        unlink(path)
        guard let resolved = realpath(source, nil) else { throw FileFault(path: source) }
        defer { free(resolved) }
        guard SmallFile.link(String(cString: resolved), path) || symlink(resolved, path) == 0 else {
            throw FileFault(path: path)
        }
    }
}

extension LibraryModel {
    static func manifest(_ bytes: [UInt8]) -> Manifest? {
        (try? JSON(parsing: bytes)).flatMap { Manifest($0) }
    }
}

extension Digest {
    /// The digest of a file, and its length in bytes.
    ///
    /// - Throws: ``FileFault``.
    static func ofFile(at path: String) throws(FileFault) -> (Digest, size: Int) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileFault(path: path) }
        defer { close(file) }
        var hash = SHA256()
        var size = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            let count = read(file, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path) }
            if count == 0 { return (Digest(hash), size) }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            size += count
        }
    }
}
