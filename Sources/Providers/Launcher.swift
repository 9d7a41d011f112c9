import CPlatform

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Starts a child so that it cannot outlive us, not even when we are killed.
///
/// The kernel's parent-death signal has to be asked for by the child itself, between fork and exec. So our own program
/// is started in the child's place, asks for it, and then becomes the child: same process, same id. The C part of
/// `CPlatform` does that before anything of Swift is set up. On systems without that signal (macOS) the children of a
/// server that is killed run on.
package enum Launcher {
    /// The path of the running program, which can launch others; `nil` where there is no parent-death signal.
    package static var ownPath: String? {
        #if os(Linux)
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &bytes, bytes.count)
        guard length > 0 else { return nil }
        return String(decoding: bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #else
        return nil
        #endif
    }

    /// The words that start a program through the launcher.
    static func arguments(for program: String, _ arguments: [String]) -> [String] {
        [String(cString: paddock_launch_word), String(getpid()), program] + arguments
    }
}
