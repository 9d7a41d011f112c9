import CPlatform

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Starts a child so that it cannot outlive us, not even when we are killed.
///
/// The kernel's parent-death signal has to be asked for by the child itself, between fork and exec. So our own program
/// is started in the child's place, asks for it, and then becomes the child: same process, same id. On systems without
/// that signal (macOS) the children of a server that is killed run on.
package enum Launcher {
    private static let word = "--paddock-launch"

    /// The path of the running program; `nil` when the system does not tell.
    package static var ownPath: String? {
        #if canImport(Glibc)
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &bytes, bytes.count)
        #else
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        var size = UInt32(bytes.count)
        let length = _NSGetExecutablePath(&bytes, &size) == 0 ? strlen(bytes) : 0
        #endif
        guard length > 0 else { return nil }
        return String(decoding: bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The words that start a program through the launcher.
    static func arguments(for program: String, _ arguments: [String]) -> [String] {
        [word, String(getpid()), program] + arguments
    }

    /// Becomes the program that the words name, if this process was started to do that; call it first of all in `main`.
    ///
    /// Returns only if it was not, and ends the process with status 127 if the program cannot be executed.
    package static func becomeChildIfAsked(_ words: [String] = CommandLine.arguments) {
        guard words.count >= 4, words[1] == word, let parent = Int32(words[2]) else { return }
        _ = paddock_die_with_parent()
        // The parent may have ended before the signal was asked for.
        guard getppid() == parent else { exit(127) }
        var pointers: [UnsafeMutablePointer<CChar>?] = words[3...].map { strdup($0) }
        pointers.append(nil)
        execv(words[3], pointers)
        perror("paddock: \(words[3])")
        exit(127)
    }
}
