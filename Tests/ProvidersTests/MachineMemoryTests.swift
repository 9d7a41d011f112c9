import Foundation
import Testing

@testable import Providers

@Suite struct `Machine memory` {
    /// A folder that stands for `/`, with these files.
    private func machine(_ files: [String: String]) throws -> MachineMemory? {
        let root = NSTemporaryDirectory() + "machine-tests-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (path, text) in files {
            let file = URL(fileURLWithPath: "\(root)/\(path)")
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return MachineMemory(root: root)
    }

    private let information =
        "MemTotal:       16000000 kB\nMemFree:  9 kB\nMemAvailable:   10000000 kB\nHugePages_Total: 0\n"

    @Test func `reads what the kernel says is free`() throws {
        let memory = try #require(try machine(["proc/meminfo": information]))
        #expect(memory.total == 16_000_000 << 10)
        #expect(memory.available == 10_000_000 << 10)
        #expect(memory.groupAvailable == nil)
        #expect(memory.budget(devices: []) == 8_000_000 << 10)
        #expect(try machine(["proc/meminfo": "nothing"]) == nil)
        #expect(try machine([:]) == nil)
    }

    @Test func `stays within the tightest group`() throws {
        let memory = try #require(
            try machine([
                "proc/meminfo": information,
                "proc/self/cgroup": "0::/user.slice/app.scope\n",
                "sys/fs/cgroup/user.slice/app.scope/memory.max": "max\n",
                "sys/fs/cgroup/user.slice/app.scope/memory.current": "1000\n",
                "sys/fs/cgroup/user.slice/memory.max": "5000000\n",
                "sys/fs/cgroup/user.slice/memory.current": "4000000\n",
                "sys/fs/cgroup/user.slice/memory.stat": "anon 1\nfile 7\ninactive_file 300000\nactive_file 200000\n",
                "sys/fs/cgroup/memory.max": "9000000\n",
                "sys/fs/cgroup/memory.current": "4000000\n",
            ])
        )
        #expect(memory.groupAvailable == 1_500_000)
        #expect(memory.budget(devices: []) == 1_200_000)
    }

    @Test func `reads groups of the first version`() throws {
        let memory = try #require(
            try machine([
                "proc/meminfo": information,
                "proc/self/cgroup": "5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/y\n",
                "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": "3000000\n",
                "sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes": "1000000\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "1000000\n",
            ])
        )
        #expect(memory.groupAvailable == 2_000_000)
    }

    @Test func `names all groups around a process`() {
        #expect(
            ControlGroup.lineage(in: "0::/a/b\n").map(\.path)
                == ["/sys/fs/cgroup/a/b", "/sys/fs/cgroup/a", "/sys/fs/cgroup"]
        )
        #expect(ControlGroup.lineage(in: "0::/\n").map(\.path) == ["/sys/fs/cgroup"])
        #expect(ControlGroup.lineage(in: "0::/../../b\n").map(\.path) == ["/sys/fs/cgroup"])
        #expect(ControlGroup.lineage(in: "3:memory:/a:b").map(\.path).first == "/sys/fs/cgroup/memory/a:b")
        #expect(ControlGroup.lineage(in: "3:cpu:/a\nrubbish\n").isEmpty)
    }

    @Test(arguments: [
        Group(limit: "100", usage: "30", left: 70),
        Group(limit: "100", usage: "30", statistics: "active_file 10", left: 80),
        Group(limit: "100", usage: "30", statistics: "active_file 999", left: 100),
        Group(limit: "100", usage: "130", left: 0),
        Group(limit: "0", usage: "0", left: 0),
        Group(limit: "100", usage: "\(Int.max)", statistics: "active_file \(Int.max)", left: 0),
        Group(limit: "max", usage: "1", left: nil),
        Group(limit: "100", usage: nil, left: nil),
        Group(limit: nil, usage: "1", left: nil),
        Group(limit: "", usage: "", statistics: "", left: nil),
        Group(limit: "-1", usage: "0", left: nil),
    ])
    func `computes what a group leaves`(_ group: Group) {
        #expect(
            ControlGroup.available(limit: group.limit, usage: group.usage, statistics: group.statistics) == group.left
        )
    }

    /// The texts of a group's files, and what they leave.
    struct Group: Sendable {
        let limit: String?
        let usage: String?
        var statistics: String?
        let left: Int?
    }

    @Test func `counts devices before memory`() throws {
        let memory = try #require(try machine(["proc/meminfo": information]))
        let devices = [BinaryFacts.Device(name: "A", total: 100, free: 50), .init(name: "B", total: 100, free: 50)]
        #expect(memory.budget(devices: devices) == 80)
        #expect(memory.budget(devices: [.init(name: "C", total: 0, free: 0)]) == 8_000_000 << 10)
    }

    @Test func `looks at this machine`() throws {
        let memory = try #require(MachineMemory())
        #expect(memory.total > 1 << 28)
        #expect((memory.available ?? 0) <= memory.total)
    }
}
