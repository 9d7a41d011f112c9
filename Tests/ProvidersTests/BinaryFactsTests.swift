import Testing

@testable import Providers

@Suite struct `Binary facts` {
    let facts = BinaryFacts(version: HelpTexts.version, help: HelpTexts.current)

    @Test(arguments: ["-c", "--ctx-size", "-nkvo", "--no-kv-offload", "-fit", "--usage", "--no-ui", "--webui", "-ot"])
    func `knows every spelling of the help`(_ flag: String) {
        #expect(facts.knows(flag))
    }

    @Test(arguments: ["--mlock", "--no-mmap", "--ctx", "-", "-----", "- auto:", "--draft", "--draft-max", "N", ""])
    func `knows nothing else`(_ flag: String) {
        #expect(!facts.knows(flag))
    }

    @Test func `does not take an option in a description for one that is understood`() {
        #expect(!facts.knows("--spec-ngram-mod-n-max"))
        #expect(!facts.knows("--spec-draft-n-max"))
    }

    @Test func `tells options with a value from switches`() {
        #expect(facts.takesValue("--ctx-size"))
        #expect(facts.takesValue("-c"))
        #expect(facts.takesValue("--log-colors"))
        #expect(!facts.takesValue("--offline"))
        #expect(!facts.takesValue("-kvu"))
        #expect(!facts.takesValue("--unheard-of"))
        #expect(!BinaryFacts(version: "", help: HelpTexts.old).takesValue("--log-colors"))
    }

    @Test(arguments: [
        (
            "version: 0.6.0-dev (build 11434, commit 5f1c2ab)\nbuilt with GNU", 11434,
            "0.6.0-dev (build 11434, commit 5f1c2ab)"
        ),
        ("version: 0.6.0-dev (build 0, commit unknown)", nil, "0.6.0-dev (build 0, commit unknown)"),
        ("load_backend: loaded CPU backend\nversion: 5892 (a1b2c3d)\n", 5892, "5892 (a1b2c3d)"),
        ("version: 0 (unknown)", nil, "0 (unknown)"),
        ("version: build", nil, "build"),
        ("Illegal instruction", nil, ""),
        ("", nil, ""),
    ])
    func `reads the build number`(_ text: String, _ build: Int?, _ name: String) {
        let facts = BinaryFacts(version: text, help: "")
        #expect(facts.build == build)
        #expect(facts.version == name)
    }

    @Test(arguments: [
        (nil, nil),
        ("Available devices:\n  (none)\n", false),
        ("Available devices:\n  BLAS: OpenBLAS (0 MiB, 0 MiB free)\n", false),
        ("Available devices:\n  CUDA0: NVIDIA L4 (22491 MiB, 22102 MiB free)\n", true),
    ])
    func `knows whether there is a device to keep layers on`(_ text: String?, _ expected: Bool?) {
        #expect(BinaryFacts(version: "", help: "", devices: text).hasDevices == expected)
    }

    @Test func `reads the memory of devices`() {
        let text = """
            Available devices:
              BLAS: OpenBLAS (0 MiB, 0 MiB free)
              CUDA0: NVIDIA L4 (rev. 2) (22491 MiB, 22102 MiB free)
              Vulkan1: something new
            """
        #expect(
            BinaryFacts(version: "", help: "", devices: text).devices == [
                .init(name: "CUDA0", total: 22491 << 20, free: 22102 << 20),
                .init(name: "Vulkan1", total: 0, free: 0),
            ]
        )
        #expect(
            BinaryFacts(version: "", help: "", devices: "  A: (99999999999 MiB, -1 MiB free)").devices?.first?.free == 0
        )
    }
}
