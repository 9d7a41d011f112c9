import Testing

@testable import Store

@Suite struct `The Hugging Face cache` {
    private let tree: ModelTree

    init() throws { tree = try ModelTree() }

    @Test(arguments: [
        (["HF_HUB_CACHE": "/a", "HF_HOME": "/b", "XDG_CACHE_HOME": "/c", "HOME": "/d"], "/a"),
        (["HF_HUB_CACHE": "", "HF_HOME": "/b", "XDG_CACHE_HOME": "/c", "HOME": "/d"], "/b/hub"),
        (["XDG_CACHE_HOME": "/c", "HOME": "/d"], "/c/huggingface/hub"),
        (["HOME": "/d"], "/d/.cache/huggingface/hub"),
    ])
    func `lies where the environment says`(_ environment: [String: String], _ expected: String) {
        #expect(HuggingFaceCache.path { environment[$0] } == expected)
    }

    /// A file of a repository, as the cache keeps it: a link to the data.
    private func add(_ repository: String, _ commit: String, _ file: String) throws {
        let blob = "\(repository)/blobs/\(commit)-\(file.replacing("/", with: "-"))"
        try tree.add(blob)
        let depth = file.split(separator: "/").count + 1
        let up = String(repeating: "../", count: depth)
        try tree.link(
            "\(repository)/snapshots/\(commit)/\(file)",
            to: "\(up)blobs/\(blob.split(separator: "/").last ?? "")"
        )
    }

    @Test(arguments: [
        ("orchid-2b.Q5_K_M.gguf", "Q5_K_M"), ("Orchid-1.8B-Chat-IQ4_XS.gguf", "IQ4_XS"), ("weights.gguf", "weights"),
        ("UD-Q2_K_XL/orchid-UD-Q2_K_XL.gguf", "Q2_K_XL"), ("orchid-.gguf", "orchid"),
    ])
    func `names a model after its repository and quantization`(_ file: String, _ qualifier: String) throws {
        try add("models--acme--orchid-gguf", "1a2b", file)
        let found = tree.searchCache()
        #expect(found.ids == ["acme/orchid-gguf:\(qualifier)"])
        #expect(found.models.first?.path == tree.path("models--acme--orchid-gguf/snapshots/1a2b/\(file)"))
        #expect(found.warnings.isEmpty)
    }

    @Test func `names a split set after what its parts share`() throws {
        for number in 1...4 { try add("models--a--b", "1", "orchid-70b-Q4_K_M-0000\(number)-of-00004.gguf") }
        #expect(tree.searchCache().ids == ["a/b:Q4_K_M"])
    }

    @Test func `reads repositories from the names of folders`() throws {
        for folder in ["models--gpt-tiny", "models--acme--orchid--v2", "datasets--a--b", "spaces--a--b", "other"] {
            try add(folder, "1", "m-Q8_0.gguf")
        }
        #expect(tree.searchCache().ids == ["acme/orchid--v2:Q8_0", "gpt-tiny:Q8_0"])
    }

    @Test func `uses the snapshot that main means`() throws {
        for commit in ["aa", "bb", "cc"] { try add("models--a--b", commit, "\(commit)-Q4_0.gguf") }
        try tree.age("models--a--b/snapshots/cc", to: 3_000_000)
        try tree.write(["models--a--b/refs/main": " bb \n"])
        #expect(tree.searchCache().models.map(\.stem) == ["bb-Q4_0"])
    }

    @Test(arguments: ["gone", "", "../snapshots/aa", ".."])
    func `uses the snapshot changed last when main means none`(_ commit: String) throws {
        for (index, commit) in ["bb", "cc", "aa"].enumerated() {
            try add("models--a--b", commit, "\(commit)-Q4_0.gguf")
            try tree.age("models--a--b/snapshots/\(commit)", to: 1_000_000 - Double(index))
        }
        try tree.write(["models--a--b/refs/main": commit])
        #expect(tree.searchCache().models.map(\.stem) == ["bb-Q4_0"])
    }

    @Test func `names files of one qualifier after all of their names`() throws {
        for file in ["x/orchid-Q4_0.gguf", "lily-q4_0.gguf", "rose-Q8_0.gguf"] { try add("models--a--b", "1", file) }
        #expect(tree.searchCache().ids == ["a/b:lily-q4_0", "a/b:Q8_0", "a/b:orchid-Q4_0"])
    }

    @Test func `passes over links that lead nowhere, and repositories without a snapshot`() throws {
        try add("models--a--b", "1", "a-Q4_0.gguf")
        try tree.link("models--a--b/snapshots/1/b-Q8_0.gguf", to: "../../blobs/none")
        try tree.write(["models--c--d/refs/main": "1", "models--e/blobs/x.incomplete": "GGUF"])
        let found = tree.searchCache()
        #expect(found.ids == ["a/b:Q4_0"])
        #expect(
            found.warnings(in: tree) == ["models--a--b/snapshots/1/b-Q8_0.gguf: is a link that leads nowhere."]
        )
    }

    @Test func `names a folder of safetensors after its repository`() throws {
        try tree.write([
            "models--a--b/snapshots/1/config.json": "{}", "models--a--b/snapshots/1/model.safetensors": "1",
        ])
        let found = tree.searchCache()
        #expect(found.ids == ["a/b"])
        #expect(found.models.first?.kind == .mlx)
    }

    @Test func `pairs projectors`() throws {
        try add("models--a--b", "1", "mmproj-F16.gguf")
        try add("models--a--b", "1", "Q4_0/orchid-Q4_0.gguf")
        #expect(
            tree.searchCache().models.first?.projector?.path == tree.path("models--a--b/snapshots/1/mmproj-F16.gguf")
        )
    }

    @Test func `can be searched beside folders`() throws {
        try add("hub/models--a--b", "1", "orchid-Q4_0.gguf")
        try tree.link("folder/mine.gguf", to: "../hub/models--a--b/snapshots/1/orchid-Q4_0.gguf")
        try tree.add("folder/other.gguf")
        let found = Discovery(of: [.folder(tree.path("folder")), .huggingFaceCache(tree.path("hub"))])
        #expect(found.ids == ["mine", "other"])
        #expect(found.warnings.count == 1)
    }

    @Test func `says that it is not there`() {
        #expect(
            Discovery(of: [.huggingFaceCache("/nowhere/hub")]).warnings == [
                "/nowhere/hub: cannot be searched: No such file or directory."
            ]
        )
    }
}
