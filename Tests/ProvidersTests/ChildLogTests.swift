import Testing

@testable import Providers

@Suite struct `Child log` {
    /// What b11434 prints when the model file is missing.
    static let missingFile = """
        0.00.001.528 I srv  llama_server: initializing ...
        0.00.003.048 W srv  llama_server: security: no API key is set
        0.00.004.772 I srv    load_model: loading model '/x.gguf'
        0.00.005.053 E gguf_init_from_file: failed to open GGUF file '/x.gguf' (No such file or directory)
        0.00.005.401 E srv    load_model: failed to load model, '/x.gguf'
        0.00.005.986 E srv  llama_server: exiting due to model loading error

        """

    private func log(_ text: String) -> ChildLog {
        var log = ChildLog()
        log.append(text.utf8)
        return log
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1 << 20])
    func `finds the same lines however the output is cut`(_ size: Int) {
        let bytes = Array(Self.missingFile.utf8)
        var log = ChildLog()
        var observed: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            log.append(bytes[start..<min(start + size, bytes.count)]) { observed.append($0) }
        }
        #expect(log.lines == Self.missingFile.split(separator: "\n").map(String.init))
        #expect(observed == log.lines)
        #expect(log.firstError == "gguf_init_from_file: failed to open GGUF file '/x.gguf' (No such file or directory)")
    }

    @Test(arguments: [
        (
            "0.00.002.813 E srv         start: couldn't bind HTTP server socket",
            "start: couldn't bind HTTP server socket"
        ),
        ("error: invalid argument: --x", "invalid argument: --x"),
        (
            #"error while handling argument "--slot-save-path": not a directory: /kv"#,
            #"error while handling argument "--slot-save-path": not a directory: /kv"#
        ),
        ("/src/llama.cpp/ggml/src/ggml.c:22: GGML_ASSERT(a == b) failed", "ggml.c:22: GGML_ASSERT(a == b) failed"),
        ("/src/ggml-cuda.cu:98: CUDA error", "ggml-cuda.cu:98: CUDA error"),
        (
            "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc",
            "std::bad_alloc"
        ),
        (
            "llama-server: error while loading shared libraries: libgomp.so.1: cannot open shared object file",
            "llama-server: error while loading shared libraries: libgomp.so.1: cannot open shared object file"
        ),
        (
            "llama-server: /lib/libc.so.6: version `GLIBC_2.38' not found (required by llama-server)",
            "llama-server: /lib/libc.so.6: version `GLIBC_2.38' not found (required by llama-server)"
        ),
        (
            "mtmd_init_from_file: error: Failed to load CLIP model",
            "mtmd_init_from_file: error: Failed to load CLIP model"
        ),
        ("0.00.001.000 E bad thing\r", "bad thing"),
        ("12.34.567 E older build", "older build"),
        ("0.00.001.000 I srv  x: an error: of sorts", nil),
        ("0.00.001.000 W error: no", nil),
        ("10:30: E not a line of ours", nil),
        ("usage:", nil),
        ("", nil),
    ])
    func `knows an error line`(_ text: String, _ expected: String?) {
        #expect(log(text + "\n").firstError == expected)
        #expect(log(text).firstError == expected, "the last line need not be finished")
    }

    @Test func `forgets the errors that did not keep it from serving`() {
        var log = log("0.00.001.000 E mmap failed, reading instead\n")
        #expect(log.firstError == "mmap failed, reading instead")
        log.append("0.00.002.000 I srv  llama_server: listening on unix:///run/1.sock\n".utf8)
        log.append("0.00.003.000 E srv    send_error: the request exceeds the context\n".utf8)
        #expect(log.firstError == nil)
        log.append("/src/ggml.c:7: GGML_ASSERT(x) failed\n0.00.004.000 E later\n".utf8)
        #expect(log.firstError == "ggml.c:7: GGML_ASSERT(x) failed")
    }

    @Test func `keeps the last lines only`() {
        var log = log("error: first\n")
        for number in 1...60 { log.append("line \(number)\n".utf8) }
        #expect(log.lines == (11...60).map { "line \($0)" })
        #expect(log.firstError == "first")
        log.append("half a line".utf8)
        #expect(log.lines.last == "half a line")
    }

    @Test func `cuts a line that never ends`() {
        var log = ChildLog()
        for _ in 0..<1000 { log.append(repeatElement(UInt8(ascii: "x"), count: 1000)) }
        #expect(log.lines == [String(repeating: "x", count: 1024) + "…"])
        log.append("\nnext\n".utf8)
        #expect(log.lines == [String(repeating: "x", count: 1024) + "…", "next"])
    }

    @Test func `never cuts through a character`() {
        var log = ChildLog(lineLength: 8)
        log.append("1234567é9\n123456é9\n".utf8)
        #expect(log.lines == ["1234567…", "123456…"])
    }

    @Test func `repairs what is not UTF-8`() {
        var log = ChildLog()
        log.append([0x61, 0xFF, 0xC3, 0x0A])
        #expect(log.lines == ["a\u{FFFD}\u{FFFD}"])
    }
}
