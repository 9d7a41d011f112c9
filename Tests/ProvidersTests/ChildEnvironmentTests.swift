import Testing

@testable import Providers

@Suite struct `Child environment` {
    @Test func `drops what would change how llama-server behaves, and keys`() {
        let environment = ChildEnvironment(
            inheriting: [
                "PATH": "/bin", "LLAMA_ARG_CTX_SIZE": "1", "LLAMA_SERVER_ROUTER_PORT": "1", "LLAMA_API_KEY": "k",
                "HF_TOKEN": "t", "PADDOCK_KEY_CI": "k", "PADDOCK_API_KEY": "k", "AIP_MODE": "PREDICTION",
                "HF_HOME": "/hf",
                "OLLAMA_HOST": "x",
            ],
            sharesCores: false
        )
        #expect(
            environment.values == ["PATH": "/bin", "HF_HOME": "/hf", "OLLAMA_HOST": "x", "GGML_NO_BACKTRACE": "1"]
        )
        #expect(
            environment.removed == [
                "AIP_MODE", "HF_TOKEN", "LLAMA_API_KEY", "LLAMA_ARG_CTX_SIZE", "LLAMA_SERVER_ROUTER_PORT",
                "PADDOCK_API_KEY", "PADDOCK_KEY_CI",
            ]
        )
    }

    @Test func `turns the debugger off even if ours is on`() {
        #expect(
            ChildEnvironment(inheriting: ["GGML_NO_BACKTRACE": "0"], sharesCores: false).values == [
                "GGML_NO_BACKTRACE": "1"
            ]
        )
    }

    @Test func `lets threads that wait give their core to other models`() {
        #expect(ChildEnvironment(inheriting: [:], sharesCores: true).values["GOMP_SPINCOUNT"] == "1000")
        #expect(ChildEnvironment(inheriting: [:], sharesCores: false).values["GOMP_SPINCOUNT"] == nil)
    }

    @Test(arguments: ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"])
    func `leaves it to us how threads wait if ours says so`(name: String) {
        let ours = [name: "infinite", "GGML_NO_BACKTRACE": "1"]
        #expect(ChildEnvironment(inheriting: ours, sharesCores: true).values == ours)
    }

    @Test func `starts from the environment of this process`() {
        #expect(ChildEnvironment.forChild(sharesCores: false).values["PATH"]?.isEmpty == false)
    }
}
