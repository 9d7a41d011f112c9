import Schema
import Testing

@Suite struct `Writing JSON` {
    @Test func `gives back what was read, without blanks`() throws {
        for text in JSONSamples.objects {
            let value = try JSON(parsing: text)
            #expect(try JSON(parsing: value.bytes) == value)
            #expect(try JSON(parsing: value.bytes).text == value.text)
        }
        #expect(try JSON(parsing: #" { "b" : [ 1.0 , null ] , "a" : true } "#).text == #"{"b":[1.0,null],"a":true}"#)
    }

    @Test func `escapes what JSON demands and nothing else`() {
        let text = JSON.string("\"\\/\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é😀\u{2028}").text
        #expect(text == #""\"\\/\u0008\u000c\n\r\t\u0001\u001f"# + "\u{7F}é😀\u{2028}\"")
    }

    @Test func `every character survives`() throws {
        let characters = [0...0x3000, 0x1F600...0x1F640].joined().compactMap { Unicode.Scalar($0 as UInt32) }
        var text = ""
        text.unicodeScalars.append(contentsOf: characters)
        let read = try JSON(parsing: JSON.string(text).bytes).string
        #expect(read.map { Array($0.unicodeScalars) } == characters)
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{1F}"])
    func `finds what it must escape wherever that stands`(_ special: String) throws {
        for before in 0..<20 {
            for after in 0..<20 {
                let text = String(repeating: "é~", count: before) + special + String(repeating: "\u{7F} ", count: after)
                let written = JSON.string(text).bytes
                #expect(try JSON(parsing: written).string == text)
                #expect(written.count == text.utf8.count + (special == "\u{1F}" ? 7 : 3))
            }
        }
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "-0"), (1, "1"), (2.5, "2.5"), (-3, "-3"), (0.1, "0.1"), (1e20, "1e+20"),
        (.leastNonzeroMagnitude, "5e-324"),
        (100_000, "100000"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    ])
    func `spells a number so that it reads the same`(_ value: Double, _ text: String) throws {
        #expect(JSON.number(value).text == text)
        #expect(try JSON(parsing: text).double == value)
    }

    @Test func `spells whole numbers of every width`() {
        #expect(JSON.number(Int.min).text == "-9223372036854775808")
        #expect(JSON.number(UInt64.max).text == "18446744073709551615")
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `writes null for what JSON cannot spell`(_ value: Double) {
        #expect(JSON.number(value) == .null)
    }
}
