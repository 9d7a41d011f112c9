package import Store
import Synchronization

/// Changes the library, and sees to it that the pool serves what is there afterwards.
package struct LibraryKeeper: Sendable {
    /// Where models are.
    package let library: ModelLibrary
    private let adopt: @Sendable () -> Void

    /// Keeps a library.
    ///
    /// - Parameters:
    ///   - library: Where models are.
    ///   - adopt: Called after each change, not on an event loop.
    init(_ library: ModelLibrary, adopt: @escaping @Sendable () -> Void) {
        self.library = library
        self.adopt = adopt
    }

    /// A keeper of nothing.
    package static let empty = LibraryKeeper(ModelLibrary(own: LibraryFolder("/var/empty"))) {}

    /// Changes something, and has it served.
    func change<Value, Failure: Error>(_ work: (ModelLibrary) throws(Failure) -> Value) throws(Failure) -> Value {
        defer { adopt() }
        return try work(library)
    }
}
