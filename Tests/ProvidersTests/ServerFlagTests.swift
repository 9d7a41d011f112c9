import Testing

@testable import Providers

@Suite struct `Server flags` {
    @Test func `name a key that is itself a spelling of the option`() {
        for (spelling, flag) in ServerFlag.table {
            #expect(ServerFlag.named(flag.key).key == flag.key, "\(spelling)")
        }
    }

    @Test func `take an option that nobody has heard of with all its words`() {
        #expect(ServerFlag.named("--unheard-of") == ServerFlag(key: "--unheard-of", arity: 0...Int.max))
    }

    @Test(arguments: [
        "-m", "--model", "-mu", "--model-url", "-hf", "-hfr", "--hf-repo", "-hff", "--hf-file", "-dr", "--docker-repo",
        "-a", "--alias", "--host", "--port", "--reuse-port", "--api-prefix", "--path", "--api-key", "--api-key-file",
        "--ssl-key-file", "--ssl-cert-file", "--models-dir", "--models-preset", "--models-max", "--models-autoload",
        "-h", "--help", "--usage", "--version", "--list-devices", "-cl", "--cache-list", "--completion-bash",
    ])
    func `reserve what decides what the child is`(_ spelling: String) {
        #expect(ServerFlag.named(spelling).isReserved)
    }
}
