import HTTP
import NIOCore
import Testing

@Suite struct `A form` {
    private static let type = "multipart/form-data; boundary=b"

    private func read(
        _ body: String,
        type: String = Self.type,
        limits: FormData.Limits = FormData.Limits()
    ) throws(FormDataError) -> [FormData.Part] {
        try FormData(ByteBuffer(string: body), contentType: type, limits: limits).parts
    }

    private func fault(
        of body: String,
        type: String = Self.type,
        limits: FormData.Limits = FormData.Limits()
    )
        -> FormDataError.Fault?
    {
        do throws(FormDataError) {
            _ = try read(body, type: type, limits: limits)
            return nil
        } catch {
            return error.fault
        }
    }

    private static func part(_ content: String, _ head: String = #"Content-Disposition: form-data; name="a""#) -> String
    {
        "--b\r\n\(head)\r\n\r\n\(content)\r\n"
    }

    @Test func `is cut into its parts, files with their names and kinds`() throws {
        let file = "content-disposition: Form-Data; filename=\"c d.wav\"; name=\"file\"\r\nContent-Type: Audio/WAV; x=y"
        let parts = try read(Self.part("one") + Self.part("\r\n--\r\ntwo\r\n", file) + Self.part("") + "--b--\r\n")
        #expect(parts.map(\.name) == ["a", "file", "a"])
        #expect(parts.map(\.text) == ["one", "\r\n--\r\ntwo\r\n", ""])
        #expect(parts.map(\.filename) == [nil, "c d.wav", nil])
        #expect(parts.map(\.mediaType) == [nil, "audio/wav", nil])
    }

    @Test func `keeps every byte of a file`() throws {
        let bytes = (0...255).map { UInt8($0) } + Array("\r\n--\r\n--a\r\n-".utf8)
        var body = ByteBuffer(string: "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n")
        body.writeBytes(bytes)
        body.writeString("\r\n--b--")
        let form = try FormData(body, contentType: Self.type)
        #expect(form["f"].map { Array($0.content.readableBytesView) } == [bytes])
        #expect(form["f"].first?.text == nil)
    }

    @Test(arguments: [
        (#"name="a\"b""#, #"a"b"#), (#"name="a%22b""#, #"a"b"#), (#"name="C:\x""#, #"C:\x"#), ("name=a", "a"),
        (#"name="a;b=c""#, "a;b=c"), (#"name="ä""#, "ä"), (#"name="50%25""#, "50%25"), (#"NAME = "a""#, nil),
        (#"name="a"; name="b""#, nil), (#"name="a"#, nil), (#"name="a" b"#, nil), ("name=", nil), ("name", nil),
        ("filename=a", nil), (#"name="a";"#, "a"), (#"name="a"; filename*=utf-8''b"#, "a"),
    ])
    func `has parts whose names can be read in one way, or none`(_ parameters: String, _ name: String?) {
        let body = Self.part("x", "Content-Disposition: form-data; \(parameters)") + "--b--"
        #expect((try? read(body))?.first?.name == name)
        if name == nil { #expect(fault(of: body) == .noName) }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=b", true), ("Multipart/Form-Data; charset=x; Boundary=\"b\"", true),
        ("multipart/form-data", false), ("multipart/form-data; boundary=", false),
        ("multipart/mixed; boundary=b", false),
        ("multipart/form-data; boundary=\"b \"", false), ("multipart/form-data; boundary=b; boundary=b", false),
        ("multipart/form-data; boundary=\"b\r\n\"", false), ("text/plain", false), ("", false),
        ("multipart/form-data; boundary=" + String(repeating: "b", count: 71), false),
    ])
    func `is found by a boundary that it may have`(_ type: String, _ isFound: Bool) {
        #expect((fault(of: "--b--", type: type) != .noBoundary) == isFound)
    }

    @Test(arguments: [
        ("", FormDataError.Fault.noStart), ("x--b--", .noStart), ("\r\n--b--", .noStart), ("--c--", .noStart),
        ("--b", .noEnd), ("--b\n", .badBoundary), ("--b\r\n", .noEnd), ("--bb\r\n", .badBoundary),
        ("--b--x", .trailing), ("--b--\r\nx", .trailing), ("--b--\r\n\r\n", .trailing),
        (part("x"), .noEnd), (part("x") + "--b", .noEnd), (part("x") + "--b-", .badBoundary),
        (part("x\r\n--bb") + "--b--", .badBoundary),
        (part("x", "X: y") + "--b--", .noName), (part("x", "Content-Disposition: attachment; name=a"), .noName),
        (part("x", "Content-Disposition:form-data;name=a\r\nContent-Disposition:form-data;name=b"), .badHeader),
        (part("x", "Content-Disposition : form-data; name=a"), .badHeader),
        (part("x", "Content-Disposition: form-data;\r\n name=a"), .badHeader),
        (part("x", "Content-Disposition: form-data; name=\"a\u{0}\""), .badHeader),
        (part("x", "no colon"), .badHeader), ("--b\r\nX: y\rZ\r\n\r\n", .badHeader),
        (part("x", "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64"), .encoded),
        (part("x", "X: \(String(repeating: "y", count: 9000))"), .headTooLong),
    ])
    func `is refused when it could be read in two ways, or not to its end`(_ body: String, _ fault: FormDataError.Fault)
    {
        #expect(self.fault(of: body) == fault)
    }

    @Test func `has an end to its parts`() {
        var limits = FormData.Limits()
        limits.parts = 2
        let parts = Self.part("x") + Self.part("y")
        #expect(fault(of: parts + "--b--", limits: limits) == nil)
        #expect(fault(of: parts + Self.part("z") + "--b--", limits: limits) == .tooManyParts)
    }

    @Test func `that was cut anywhere is refused`() {
        let body = Self.part("one\r\n--\r\n") + Self.part("two", "Content-Disposition: form-data; name=f; filename=g")
        let whole = Array((body + "--b--").utf8)
        for length in 0..<whole.count {
            let fault = fault(of: String(decoding: whole[..<length], as: UTF8.self))
            #expect(fault != nil, "\(length)")
        }
    }

    @Test(arguments: 0..<8)
    func `of any bytes is read or refused, and what was read makes the same form again`(_ seed: UInt64) throws {
        var random = Noise(seed: seed)
        let pieces = [
            "--b", "--b--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=a", "; filename=x", "--", "\"",
            "%22", ":", "x", "\r", "\n", "é",
        ]
        for _ in 0..<4000 {
            let body =
                "--b\r\n"
                + (0..<Int.random(in: 0..<14, using: &random)).map { _ in
                    pieces[Int.random(in: 0..<pieces.count, using: &random)]
                }.joined()
            guard let parts = try? read(body) else { continue }
            let again = parts.map { part in
                let name = part.name.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing(
                    "\n",
                    with: "%0A"
                )
                return Self.part(part.text ?? "", "Content-Disposition: form-data; name=\"\(name)\"")
            }
            #expect(try read(again.joined() + "--b--").map(\.name) == parts.map(\.name))
            #expect(try read(again.joined() + "--b--").map(\.text) == parts.map(\.text))
        }
    }
}

/// Numbers that look random and are the same for a seed.
private struct Noise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
