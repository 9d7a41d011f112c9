import Testing

@testable import Schema

@Suite struct `The text of a JSON string` {
    private func plainEnd(_ bytes: [UInt8], from start: Int) -> Int {
        bytes.withUnsafeBytes { JSONText.plainEnd(of: $0, from: start) }
    }

    @Test func `ends at the first byte that cannot stand for itself, wherever it is`() {
        // The bytes that differ from a special one in a bit or by one, and those with the top bit set.
        let plain: [UInt8] = [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0xFF]
        for special: UInt8 in [0x00, 0x01, 0x1F, 0x22, 0x5C] {
            for neighbour in plain {
                for place in 0..<20 {
                    var bytes = [UInt8](repeating: neighbour, count: 20)
                    bytes[place] = special
                    for start in 0..<20 {
                        #expect(plainEnd(bytes, from: start) == (start <= place ? place : 20))
                    }
                }
            }
        }
    }

    @Test func `has no end before its last byte when nothing is special`() {
        for byte: UInt8 in 0x20...0xFF where byte != 0x22 && byte != 0x5C {
            #expect(plainEnd([UInt8](repeating: byte, count: 17), from: 0) == 17)
        }
        #expect(plainEnd([], from: 0) == 0)
    }
}
