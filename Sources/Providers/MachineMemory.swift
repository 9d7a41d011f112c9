import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What this machine can give: its memory, within the limits of the control groups that this process is in.
package struct MachineMemory: Hashable, Sendable {
    /// Bytes of memory that the machine has.
    package let total: Int
    /// Bytes that could be had now without swapping; `nil` when the system does not tell (macOS).
    package let available: Int?
    /// Bytes that the tightest control group leaves; `nil` when none has a limit.
    package let groupAvailable: Int?

    /// Looks at this machine; `nil` when the system does not tell.
    package init?() {
        self.init(root: "")
    }

    /// Looks at the files of the kernel.
    ///
    /// - Parameter root: A folder that stands for `/`.
    init?(root: String) {
        if let text = SmallFile.text(at: "\(root)/proc/meminfo") {
            let fields = KernelFields(text)
            guard let total = fields["MemTotal"] else { return nil }
            self.total = total
            available = fields["MemAvailable"]
        } else {
            let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
            guard root.isEmpty, pages > 0, size > 0 else { return nil }
            total = Int(pages) * Int(size)
            available = nil
        }
        groupAvailable = SmallFile.text(at: "\(root)/proc/self/cgroup").flatMap { text in
            ControlGroup.lineage(in: text).compactMap { $0.available(root: root) }.min()
        }
    }

    /// What models may take together if nobody says so: 80 % of what is free now.
    ///
    /// - Parameter devices: The devices that layers can be kept on; with memory of their own, theirs is what counts.
    /// - Returns: Bytes; `nil` when nobody can tell what is free.
    package func budget(devices: [BinaryFacts.Device]) -> Int? {
        let onDevices = devices.reduce(0) { $0.addingReportingOverflow($1.free).partialValue }
        let free = onDevices > 0 ? onDevices : [available, groupAvailable].compactMap(\.self).min()
        return free.map { $0 / 5 * 4 }
    }
}
