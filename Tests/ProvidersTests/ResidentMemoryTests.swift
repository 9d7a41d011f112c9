import Foundation
import Testing

@testable import Providers

@Suite struct `Resident memory` {
    @Test func `tells what is shared from what is not`() throws {
        let text =
            "Name:\tllama-server\nVmRSS:\t  180000 kB\nRssAnon:\t   68000 kB\nRssFile:\t  111000 kB\nRssShmem:\t    1000 kB\n"
        let memory = try #require(ResidentMemory(status: text))
        #expect(memory.own == 69_000 << 10)
        #expect(memory.shared == 111_000 << 10)
        #expect(memory.total == 180_000 << 10)
    }

    @Test(arguments: [
        "", "Name:\tkthreadd\n", "RssAnon:\t1 kB\n", "RssAnon:\t1 MB\nRssFile:\t1 kB\n",
        "RssAnon: -1 kB\nRssFile: 1 kB",
        "RssAnon: 99999999999999999999 kB\nRssFile: 1 kB", "RssAnon: \(Int.max) kB\nRssFile: 1 kB",
    ])
    func `says nothing when the system does not`(_ text: String) {
        #expect(ResidentMemory(status: text) == nil)
    }

    #if os(Linux)
    @Test func `sees what this process allocates`() throws {
        let process = ProcessInfo.processInfo.processIdentifier
        let before = try #require(ResidentMemory(of: process))
        let bytes = [UInt8](repeating: 7, count: 256 << 20)
        let after = try #require(ResidentMemory(of: process))
        withExtendedLifetime(bytes) {
            #expect(after.own - before.own > 128 << 20)
            #expect(before.shared > 0)
        }
        #expect(ResidentMemory.bytes(of: process).map { $0 > 0 } == true)
    }
    #endif

    @Test func `knows nothing of a process that is gone`() {
        #expect(ResidentMemory(of: -1) == nil)
        #expect(ResidentMemory.bytes(of: -1) == nil)
    }

    @Test func `corrects an estimate upwards only`() throws {
        let estimate = Footprint(own: 100 << 10, shared: 5, file: "/m")
        func grown(_ anonymous: Int) throws -> Footprint {
            let text = "RssAnon: \(anonymous) kB\nRssFile: 9 kB"
            return estimate.grown(to: try #require(ResidentMemory(status: text)))
        }
        #expect(try grown(99) == estimate)
        #expect(try grown(101) == Footprint(own: 101 << 10, shared: 5, file: "/m"))
    }
}
