#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ChildEnvironment {
    /// What a child of this process gets.
    ///
    /// - Parameter sharesCores: Whether other models may compute at the same time.
    /// - Returns: The environment.
    package static func forChild(sharesCores: Bool) -> ChildEnvironment {
        var ours: [String: String] = [:]
        var index = 0
        while let variable = environ[index] {
            let text = String(cString: variable)
            let name = text.prefix { $0 != "=" }
            ours[String(name)] = String(text[name.endIndex...].dropFirst())
            index += 1
        }
        return ChildEnvironment(inheriting: ours, sharesCores: sharesCores)
    }
}
