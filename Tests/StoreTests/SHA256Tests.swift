import Testing

@testable import Store

@Suite struct `SHA-256` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `gives the digests of the standard`(_ text: String, _ digits: String) {
        var hash = SHA256()
        hash.update(Array(text.utf8))
        #expect(hash.hexDigits == digits)
    }

    @Test(arguments: [1, 55, 56, 63, 64, 65, 999])
    func `does not depend on the pieces`(_ size: Int) {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        var whole = SHA256()
        whole.update(bytes)
        var pieces = SHA256()
        for start in stride(from: 0, to: 1000, by: size) {
            pieces.update(Array(bytes[start..<min(start + size, 1000)]))
        }
        #expect(whole.hexDigits == pieces.hexDigits)
        #expect(whole.hexDigits == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
        whole.update([0])
        #expect(whole.hexDigits != pieces.hexDigits)
    }

    @Test(arguments: [
        (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
        (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ])
    func `fills the last block`(_ count: Int, _ digits: String) {
        var hash = SHA256()
        hash.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
        #expect(hash.hexDigits == digits)
    }
}
