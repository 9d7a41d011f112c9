import Store

/// How much memory a process takes now.
package struct ResidentMemory: Hashable, Sendable {
    /// Bytes that belong to the process alone: what it has allocated, and pages of files that it has changed.
    package let own: Int
    /// Bytes of files that are mapped, those of the program included; other processes may use the same pages.
    package let shared: Int

    /// All bytes.
    package var total: Int { own + shared }

    /// Looks at a process; `nil` when it is gone, or the system does not tell (macOS).
    ///
    /// The kernel counts these as it goes, so nothing is walked through and no lock of the process is waited for, as it
    /// is for `smaps_rollup`.
    package init?(of process: Int32) {
        guard let text = SmallFile.text(at: "/proc/\(process)/status") else { return nil }
        self.init(status: text)
    }

    /// Reads the text of `/proc/PID/status`; `nil` when it does not tell.
    ///
    /// Source: Linux, `Documentation/filesystems/proc.rst`.
    init?(status text: String) {
        let fields = KernelFields(text)
        guard let anonymous = fields["RssAnon"], let files = fields["RssFile"] else { return nil }
        own = anonymous + (fields["RssShmem"] ?? 0)
        shared = files
    }

    /// All bytes of a process; `nil` when nobody can tell.
    static func bytes(of process: Int32) -> Int? { ResidentMemory(of: process)?.total }
}
