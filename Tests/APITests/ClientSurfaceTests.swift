import Foundation
import Testing

@testable import API

@Suite struct `What a client of OpenAI or Anthropic is told` {
    private let model = StubModel(answer: "")
    private static let anthropic = "anthropic-version: 2023-06-01\r\n"

    @Test func `of an unknown model is in its own words`() async throws {
        let theirs = try await model.exchange("/v1/models/nope", nil, headers: Self.anthropic)
        #expect(theirs.hasPrefix("HTTP/1.1 404 ") && theirs.contains("\r\nrequest-id: req_"))
        #expect(theirs.contains(#"{"type":"error","error":{"type":"not_found_error""#))
        let openAI = try await model.exchange("/v1/models/nope", nil)
        #expect(openAI.contains(#""code":"model_not_found""#) && openAI.contains("\r\nx-request-id: req_"))
    }

    @Test(arguments: ["/v1/messages/batches", "/v1/messages"])
    func `of a path that is not served has a name`(_ path: String) async throws {
        let text = try await model.exchange(path, nil)
        #expect(text.contains("\r\nrequest-id: req_") && text.contains(#""request_id":"req_"#))
    }

    @Test func `of the models holds their further names, and comes in pages`() async throws {
        #expect(try await model.exchange("/v1/models", nil).contains(#""aliases":["small"]"#))
        let page = try await model.exchange("/v1/models?limit=1&after_id=m", nil, headers: Self.anthropic)
        #expect(page.contains(#"{"data":[],"has_more":false,"#))
        let none = try await model.exchange("/v1/models?after_id=x", nil, headers: Self.anthropic)
        #expect(none.hasPrefix("HTTP/1.1 400 ") && none.contains("after_id: names no model"))
    }

    @Test(arguments: [
        ("Content-Encoding: gzip\r\n", "Content-Encoding: gzip"),
        ("Content-Type: multipart/form-data; boundary=b\r\n", "/v1/chat/completions/multipart"),
    ])
    func `of a body that is not JSON is what to do instead`(_ header: String, _ hint: String) async throws {
        let text = try await model.exchange("/v1/chat/completions", "--b", headers: header)
        #expect(text.hasPrefix("HTTP/1.1 415 ") && text.contains("unsupported_media_type") && text.contains(hint))
        let plain = try await model.exchange("/v1/chat/completions", "--b")
        #expect(plain.hasPrefix("HTTP/1.1 400 ") && plain.contains("invalid_json"))
    }

    @Test func `of a tool that cannot be chosen is its place`() async throws {
        let body =
            #"{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":"#
            + #"{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"b"}}}"#
        let text = try await model.exchange("/v1/chat/completions", body)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains(#""param":"tool_choice.function.name""#))
    }

    @Test(arguments: [("custom", "models here call functions alone"), ("web_search", "that OpenAI runs itself")])
    func `of a tool that is no function is why`(_ type: String, _ reason: String) async throws {
        let body = #"{"model":"m","input":"a","tools":[{"type":"\#(type)","name":"t"}]}"#
        let text = try await model.exchange("/v1/responses", body)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains(reason))
    }

    @Test(arguments: [("bash_20250124", "only Anthropic's models"), ("web_search_20250305", "Anthropic's servers")])
    func `of a tool that is not a custom one is why`(_ type: String, _ reason: String) async throws {
        let body =
            #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"}],"#
            + #""tools":[{"type":"\#(type)","name":"t"}]}"#
        let text = try await model.exchange("/v1/messages", body)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains(reason))
    }

    @Test(arguments: ["/v1/chat/completions", "/v1/responses", "/v1/messages"])
    func `of a model that writes no text comes before it is loaded`(_ path: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).gguf")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(Self.embedder).write(to: file)
        let body =
            #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"}],"input":"a"}"#
        let text = try await model.exchange(path, body, config: "model_path: \(file.path)")
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains("writes no text"))
    }

    /// The header of a model for embeddings, without tensors.
    private static var embedder: [UInt8] {
        func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        func text(_ text: String) -> [UInt8] { bytes(UInt64(text.utf8.count)) + text.utf8 }
        return Array("GGUF".utf8) + bytes(UInt32(3)) + bytes(UInt64(0)) + bytes(UInt64(2))
            + text("general.architecture") + bytes(UInt32(8)) + text("bert")
            + text("bert.pooling_type") + bytes(UInt32(4)) + bytes(UInt32(1))
    }
}
