import Logging
package import Providers
package import Router
import Schema
import Synchronization

/// Knows what `memory_budget: auto` means on this machine.
///
/// What is free is looked at once, when the server starts: later its own models would count as taken.
package final class AutomaticBudget: Sendable {
    private let machine = MachineMemory()
    private let bytes: Mutex<Int?>

    /// Looks at the memory of this machine.
    package init() {
        bytes = Mutex(machine?.budget(devices: []))
    }

    /// Bytes that all models may take together; `nil` when nobody can tell what is free.
    package var current: Int? { bytes.withLock { $0 } }

    /// Looks at the devices of the programs that run models, which takes some 100 ms for each.
    ///
    /// - Returns: Whether the budget is another one now.
    package func includeDevices(of catalog: Catalog, on host: ChildHost) async -> Bool {
        var devices: [BinaryFacts.Device] = []
        for program in Set(catalog.models.map { catalog.variant(of: $0)?.executable?.name }) {
            guard let found = await host.devices(of: program), found.count > devices.count else { continue }
            devices = found
        }
        guard !devices.isEmpty, let budget = machine?.budget(devices: devices) else { return false }
        return bytes.withLock { bytes in
            defer { bytes = budget }
            return bytes != budget
        }
    }
}
