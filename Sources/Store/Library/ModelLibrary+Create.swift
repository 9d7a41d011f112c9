import Schema

extension ModelLibrary {
    /// Makes a model of a recipe, or makes it anew.
    ///
    /// It reads and writes files, large ones too, so an event loop should not wait for it.
    ///
    /// - Parameters:
    ///   - reference: Its name.
    ///   - recipe: What it is made of.
    ///   - progress: Told each step, in Ollama's words.
    /// - Throws: ``CreateFault``.
    package func create(
        _ reference: ModelReference,
        from recipe: ModelRecipe,
        progress: (String) -> Void
    ) throws(CreateFault) {
        let digests = try Self.digests(of: recipe.base, progress)
        try exclusively { () throws(CreateFault) in
            var (layers, base) = try files(of: recipe, digests, progress)
            if let adapters = recipe.adapters {
                layers.removeAll { $0.kind == .adapter }
                for digest in adapters { layers.append(try adapter(digest)) }
            }
            for layer in layers { progress("using existing layer \(layer.digest)") }
            for (kind, text) in Self.texts(of: recipe, over: base) {
                layers.append(try add(Array(text.utf8), as: kind, progress))
            }
            guard let model = layers.first(where: { $0.kind == .model }) else { throw .noModel }
            var config = try configuration(of: model, among: layers, parent: recipe.parent)
            if recipe.template?.isEmpty == false || recipe.base.hasOwnTemplate {
                config[LibraryModel.ownTemplateKey] = true
            }
            let manifest = Manifest(config: try add(JSON.object(config).bytes, as: .config, progress), layers: layers)
            progress("writing manifest")
            do throws(FileFault) { try install(manifest.json.bytes, as: reference) } catch { throw .file(error) }
        }
    }

    /// What files are that lie elsewhere; they are read whole, which takes a while for large ones.
    private static func digests(
        of base: ModelRecipe.Base,
        _ progress: (String) -> Void
    ) throws(CreateFault) -> [(kind: Manifest.Kind, path: String, digest: Digest, size: Int)] {
        guard case .file(let path, let projectorPath) = base else { return [] }
        progress("parsing GGUF")
        var digests: [(kind: Manifest.Kind, path: String, digest: Digest, size: Int)] = []
        for (path, kind) in [(path, Manifest.Kind.model), (projectorPath, .projector)] {
            guard let path else { continue }
            do throws(FileFault) {
                let (digest, size) = try Digest.ofFile(at: path)
                digests.append((kind, path, digest, size))
            } catch {
                throw .file(error)
            }
        }
        return digests
    }

    private func adapter(_ digest: Digest) throws(CreateFault) -> Manifest.Layer {
        let layer = try layer(.adapter, digest)
        guard let path = path(of: digest), try Self.kind(ofFileAt: path) == .adapter else { throw .noAdapter(digest) }
        return layer
    }

    private func layer(_ kind: Manifest.Kind, _ digest: Digest) throws(CreateFault) -> Manifest.Layer {
        guard let path = path(of: digest), let stamp = FileStamp(of: path) else { throw .blobMissing(digest) }
        return Manifest.Layer(kind, digest, size: stamp.byteCount)
    }

    /// The files of the base, and its wishes.
    private func files(
        of recipe: ModelRecipe,
        _ digests: [(kind: Manifest.Kind, path: String, digest: Digest, size: Int)],
        _ progress: (String) -> Void
    ) throws(CreateFault) -> ([Manifest.Layer], ModelWishes) {
        switch recipe.base {
        case .model(let model):
            let kept: [Manifest.Kind] = [.model, .projector, .adapter]
            var layers = model.manifest.layers.filter { layer in layer.kind.map(kept.contains) ?? false }
            for index in layers.indices { layers[index].from = model.reference.displayed }
            do throws(FileFault) { for layer in layers { try adopt(layer.digest) } } catch { throw .file(error) }
            return (layers, model.wishes)
        case .file:
            do throws(FileFault) {
                for file in digests { try adopt(file.digest, fileAt: file.path) }
            } catch {
                throw .file(error)
            }
            return (digests.map { Manifest.Layer($0.kind, $0.digest, size: $0.size) }, ModelWishes())
        case .blobs(let digests):
            progress("parsing GGUF")
            var layers: [Manifest.Layer] = []
            for digest in digests {
                guard let path = path(of: digest) else { throw .blobMissing(digest) }
                layers.append(try layer(try Self.kind(ofFileAt: path), digest))
            }
            guard layers.count(where: { $0.kind == .model }) < 2 else { throw .splitFiles }
            return (layers, ModelWishes())
        }
    }

    private static func kind(ofFileAt path: String) throws(CreateFault) -> Manifest.Kind {
        do throws(GGUFError) {
            let header = try ModelFile(path: path).header
            if header.architecture == "clip" || header.metadata["general.type"]?.text == "mmproj" { return .projector }
            return header.metadata["general.type"]?.text == "adapter" ? .adapter : .model
        } catch {
            throw .notGGUF(reason: error.reason)
        }
    }

    /// The texts that a model is made with.
    private static func texts(of recipe: ModelRecipe, over base: ModelWishes) -> [(Manifest.Kind, String)] {
        var texts: [(Manifest.Kind, String)] = []
        if let template = recipe.template ?? base.template, !template.isEmpty { texts.append((.template, template)) }
        if let system = recipe.system ?? base.system, !system.isEmpty { texts.append((.system, system)) }
        for license in recipe.licenses ?? base.licenses { texts.append((.license, license)) }
        var parameters = base.parameters
        for member in recipe.parameters.members { parameters[member.key] = member.value }
        if !parameters.isEmpty { texts.append((.parameters, JSON.object(parameters).text)) }
        let messages = recipe.messages ?? base.messages
        if !messages.isEmpty { texts.append((.messages, JSON.array(messages).text)) }
        return texts
    }

    private func add(
        _ bytes: [UInt8],
        as kind: Manifest.Kind,
        _ progress: (String) -> Void
    ) throws(CreateFault) -> Manifest.Layer {
        var hash = SHA256()
        hash.update(bytes)
        let digest = Digest(hash)
        if path(of: digest) != nil {
            progress("using existing layer \(digest)")
        } else {
            progress("creating new layer \(digest)")
        }
        do throws(FileFault) {
            try SmallFile.write(bytes, to: own.path(of: digest))
        } catch {
            throw .file(error)
        }
        return Manifest.Layer(kind, digest, size: bytes.count)
    }

    /// What describes the files.
    ///
    /// Source: Ollama, `types/model/config.go`.
    private func configuration(
        of model: Manifest.Layer,
        among layers: [Manifest.Layer],
        parent: String?
    ) throws(CreateFault) -> JSONObject {
        guard let path = path(of: model.digest) else { throw .blobMissing(model.digest) }
        let file: ModelFile
        do throws(GGUFError) { file = try ModelFile(path: path) } catch { throw .notGGUF(reason: error.reason) }
        let family = file.header.architecture ?? ""
        let digests = layers.map { JSON.string("\($0.digest)") }
        var config: JSONObject = [
            "model_format": "gguf", "model_family": .string(family), "model_families": [.string(family)],
            "model_type": .string(file.parameterSize), "file_type": .string(file.header.fileType ?? ""),
            "architecture": "amd64", "os": "linux", "rootfs": ["type": "layers", "diff_ids": .array(digests)],
        ]
        config["parent_model"] = parent.map { .string($0) }
        return config
    }
}

extension ModelRecipe.Base {
    fileprivate var hasOwnTemplate: Bool {
        if case .model(let model) = self { model.hasOwnTemplate } else { false }
    }
}
