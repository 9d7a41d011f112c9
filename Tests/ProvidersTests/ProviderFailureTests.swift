import Testing

@testable import Providers

@Suite struct `Why a model could not be run` {
    @Test(arguments: [
        ProviderFailure.exited(.exited(1), cause: "failed to allocate buffer for kv cache", log: []),
        .exited(.exited(1), cause: "failed to create context", log: ["alloc: cudaMalloc failed: out of memory"]),
        .exited(.signalled(9), cause: nil, log: []),
    ])
    func `is lack of memory where the child or the kernel says so, and then tells what helps`(
        _ failure: ProviderFailure
    ) {
        #expect(failure.isOutOfMemory && "\(failure)".contains("n_ctx"))
    }

    @Test(arguments: [
        ProviderFailure.exited(.exited(1), cause: "invalid magic characters", log: []), .fileNotFound(path: "/a"),
        .unresponsive(for: .seconds(5), log: []),
    ])
    func `is not taken for lack of memory otherwise`(_ failure: ProviderFailure) {
        #expect(!failure.isOutOfMemory)
    }

    @Test func `names status, signal and what helps`() {
        let unknown = ProviderFailure.exited(.exited(1), cause: "invalid argument: --x", log: [])
        #expect("\(unknown)".contains("exit status 1") && "\(unknown)".contains("server_args"))
        let illegal = ProviderFailure.exited(.signalled(4), cause: nil, log: ["warming up"])
        #expect("\(illegal)".contains("SIGILL") && "\(illegal)".contains("another processor"))
        let quiet = ProviderFailure.unresponsive(for: .seconds(5), log: ["last words"])
        #expect("\(quiet)".contains("5 s") && "\(quiet)".contains("last words"))
    }
}
