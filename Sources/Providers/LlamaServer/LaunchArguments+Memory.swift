package import Store

extension LaunchArguments {
    /// What the child will take, as far as its files and its arguments tell.
    ///
    /// The cache of prompts (`-cram`) is left out: it is empty at first, and grows up to its limit with use.
    ///
    /// - Parameters:
    ///   - files: Reads the headers.
    ///   - hasDevices: Whether the program can keep layers on a device; then the weights are copied there.
    /// - Returns: What a context that is full takes, all weights included.
    /// - Throws: ``GGUFError`` when the model, its projector, its draft model or an adapter cannot be read.
    package func footprint(reading files: ModelFiles, hasDevices: Bool) throws(GGUFError) -> Footprint {
        let file = try files.file(at: modelPath)
        let estimate = MemoryEstimate(file, contextSettings)
        var own = [estimate.working]
        if let draftPath {
            let draft = MemoryEstimate(try files.file(at: draftPath), draftSettings)
            // Its pages may be shared with others, but a footprint names one file only.
            own += [draft.weights, draft.working]
        }
        for path in copiedPaths { own.append(try files.file(at: path).size) }
        guard isMapped, !hasDevices || staysOffDevices else {
            let all = Self.sum(own + [estimate.weights])
            let isShared = hasDevices && !staysOffDevices
            return Footprint(own: isShared ? Int(Double(all) * deviceShare(of: file.header)) : all)
        }
        let repacked = isRepacked ? estimate.repacked : 0
        // Nobody reads the pages of repacked weights again, and the kernel takes them back.
        let shared = estimate.weights - repacked
        return Footprint(own: Self.sum(own + [repacked]), shared: shared, file: modelPath)
    }

    /// Names all that the size of the child depends on, to remember what was measured.
    package var footprintKey: String {
        ([modelPath] + entries.flatMap(\.words)).joined(separator: " ")
    }

    /// How much of a model lies on the device, whose memory is what counts then; the last layer is the output's.
    private func deviceShare(of header: GGUFHeader) -> Double {
        guard let wanted = number(of: "-ngl"), let layers = header.value("block_count")?.integer, layers > 0,
            0...layers ~= wanted
        else { return 1 }
        return Double(wanted) / Double(layers + 1)
    }

    private static func sum(_ sizes: [Int]) -> Int { sizes.reduce(0) { min($0, .max - $1) + $1 } }

    private var draftPath: String? { value(of: "-md") }

    /// Files that are read into memory of the child's own: projector and adapters.
    private var copiedPaths: [String] {
        let projector = isOn("--mmproj-auto") == false ? nil : value(of: "-mm")
        let adapters = entries.filter { $0.flag.key == "--lora" }.compactMap { entry -> String? in
            guard let value = entry.values.first else { return nil }
            // `FILE:SCALE` in newer builds, `FILE SCALE` in older ones.
            let isJoined = entry.spelling.hasSuffix("-scaled") && entry.values.count == 1
            return isJoined ? value.lastIndex(of: ":").map { String(value[..<$0]) } ?? value : value
        }
        return (projector.map { [$0] } ?? []) + adapters
    }

    private var isMapped: Bool {
        let mode = value(of: "-lm") ?? "auto"
        return mode != "none" && mode != "mlock" && mode != "dio" && isOn("--mmap") != false
    }

    private var isRepacked: Bool { isOn("--repack") != false }

    private var staysOffDevices: Bool { value(of: "-dev") == "none" || number(of: "-ngl") == 0 }
}
