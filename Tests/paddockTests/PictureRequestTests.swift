import Foundation
import Schema
import Testing

@testable import paddock

@Suite struct `Pictures in a message` {
    @Test(arguments: [
        ("what is /tmp/a.png?", ["/tmp/a.png"]), ("'my cat.JPG' and \"dog.webp\"", ["my cat.JPG", "dog.webp"]),
        (#"see ./my\ cat.jpeg."#, ["./my cat.jpeg"]), ("it's a b.png, c.png", ["b.png", "c.png"]),
        ("https://example.org/a.png .png png", []), ("no 'pictures' here.txt", []),
    ])
    func `paths of pictures are found in a text`(text: String, paths: [String]) {
        #expect(PicturePath.candidates(in: text).map(\.path) == paths)
    }

    @Test func `a picture is taken out of the text and sent along`() throws {
        let path = NSTemporaryDirectory() + "paddock test \(UUID()).png"
        try Data([0xFF, 0x00, 0x10, 0x80]).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let message = try PictureRequest("What is this? '\(path)'").message()
        #expect(message["content"] == "What is this?")
        #expect(message["images"] == ["/wAQgA=="])
    }

    @Test func `a name without a file stays text, and a path without one is refused`() throws {
        let message = try PictureRequest("who wrote nowhere.png").message()
        #expect(message == ["role": "user", "content": "who wrote nowhere.png"])
        #expect(throws: Refusal.self) { try PictureRequest("see /nowhere/at-all.png").message() }
    }

    @Test func `a model that does not see gets the text as it is`() throws {
        let message = try PictureRequest(textOnly: " /nowhere/a.png ").message()
        #expect(message["content"] == " /nowhere/a.png ")
    }

    @Test(arguments: 0...70)
    func `bytes are spelled in base64 as elsewhere`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 191) }
        #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
    }
}
