import Schema
import Testing

@Suite struct `JSON from strangers` {
    private static let seed: UInt64 = 0x5EED

    /// Changes some bytes of a text: replaces, removes, repeats, or adds.
    private static func mutate(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &random)
            let token = Array(#"{}[]",:\u0eE+-.tn "#.utf8).randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[index] = token
            case 2: bytes.insert(token, at: index)
            case 3: bytes.remove(at: index)
            default: bytes.insert(contentsOf: bytes[index..<min(index + 8, bytes.count)], at: index)
            }
        }
        return bytes
    }

    @Test func `is read to a value that survives writing, or refused at a place inside the text`() {
        var random = SplitMix64(seed: Self.seed)
        var readable = 0
        for round in 0..<30_000 {
            let sample = Array(JSONSamples.objects[round % JSONSamples.objects.count].utf8)
            let bytes = Self.mutate(sample, &random)
            do throws(JSONError) {
                let value = try JSON(parsing: bytes)
                readable += 1
                let again = try JSON(parsing: value.bytes)
                #expect(again == value, "seed \(Self.seed), round \(round)")
            } catch {
                #expect((0...bytes.count).contains(error.offset), "seed \(Self.seed), round \(round)")
                #expect(error.isCutShort == (error.offset == bytes.count), "seed \(Self.seed), round \(round)")
            }
        }
        // Both ways must be taken often, or this proves little.
        #expect((3000..<27_000).contains(readable))
    }

    @Test func `is refused by the checks exactly where the parser refuses it`() {
        var random = SplitMix64(seed: Self.seed)
        let order = #"{"customer":"Ada","items":[{"name":"pen","price":1.5}],"payment":{"number":"1","month":2}}"#
        for round in 0..<20_000 {
            let bytes = Self.mutate(Array(order.utf8), &random)
            let parsed = Self.error { () throws(JSONError) in _ = try JSON(parsing: bytes) }
            for rule in [Order.rule, .any, .bool, .map(.any)] {
                let checked = Self.error { () throws(JSONError) in _ = try Checker(bytes, against: rule) }
                #expect(checked?.offset == parsed?.offset, "seed \(Self.seed), round \(round)")
            }
        }
    }

    private static func error(of work: () throws(JSONError) -> Void) -> JSONError? {
        do throws(JSONError) {
            try work()
            return nil
        } catch {
            return error
        }
    }
}
