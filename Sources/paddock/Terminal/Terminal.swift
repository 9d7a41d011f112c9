#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The terminal that a person sits at.
///
/// However the program ends, but for SIGKILL, the terminal is as it was before: ``enter(_:)`` sees to that.
enum Terminal {
    /// What the program uses the terminal for.
    enum Mode {
        /// Every key comes at once and shows nothing, Control-C too.
        case editing
        /// Keys wait until they are asked for and show nothing; Control-C is a signal.
        case answering
    }

    /// Whether a person writes and reads here.
    static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

    /// Whether a person reads what is printed.
    static var isOutput: Bool { isatty(1) == 1 }

    /// How large it is; 80 by 24 if it does not say.
    static var size: TerminalSize {
        var facts = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &facts) == 0, facts.ws_col > 0, facts.ws_row > 0 else { return TerminalSize() }
        return TerminalSize(columns: Int(facts.ws_col), rows: Int(facts.ws_row))
    }

    /// Changes the mode, until ``leave()``.
    static func enter(_ mode: Mode) {
        if original == nil {
            var found = termios()
            guard tcgetattr(0, &found) == 0 else { return }
            original = found
            leaveAtEnd()
        }
        guard var attributes = original else { return }
        attributes.c_lflag &= ~tcflag_t(ICANON | ECHO)
        switch mode {
        case .editing:
            attributes.c_lflag &= ~tcflag_t(ISIG | IEXTEN)
            attributes.c_iflag &= ~tcflag_t(ICRNL | INLCR | IXON)
        case .answering: withUnsafeMutableBytes(of: &attributes.c_cc) { $0[Int(VSUSP)] = disabled }
        }
        withUnsafeMutableBytes(of: &attributes.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        // Said first, for a signal may come in between.
        isChanged = true
        tcsetattr(0, TCSANOW, &attributes)
        StandardOutput.write(mode == .editing ? Self.pasteIsMarked : Self.pasteIsPlain)
    }

    /// Puts the terminal back as it was.
    ///
    /// It calls nothing that a signal's handler may not call.
    static func leave() {
        guard isChanged, var attributes = original else { return }
        isChanged = false
        tcsetattr(0, TCSANOW, &attributes)
        ending.withUnsafeBufferPointer { _ = write(1, $0.baseAddress, $0.count) }
    }

    /// Ends the process as a signal does, with the terminal as it was.
    static func die(of number: Int32) {
        leave()
        signal(number, SIG_DFL)
        // To the process, for this thread may be one that takes no signals.
        kill(getpid(), number)
    }

    /// A pipe that rings when the size has changed, for a signal need not reach the thread that waits for keys; `nil`
    /// before ``enter(_:)``.
    private(set) nonisolated(unsafe) static var bell: (listener: Int32, ringer: Int32)?
    // Both belong to the thread that reads keys; a handler only runs when that one is about to end with the process.
    private nonisolated(unsafe) static var original: termios?
    private nonisolated(unsafe) static var isChanged = false
    private static let ending = Array((pasteIsPlain + Style.plain.rawValue).utf8)

    /// Source: xterm, "Bracketed Paste Mode".
    private static let pasteIsMarked = "\u{1B}[?2004h"
    private static let pasteIsPlain = "\u{1B}[?2004l"

    /// Source: POSIX, `_POSIX_VDISABLE`.
    private static let disabled: UInt8 = {
        #if canImport(Glibc)
        0
        #else
        0xFF
        #endif
    }()

    private static func leaveAtEnd() {
        // Made now, for a handler may make nothing.
        _ = ending
        atexit { Terminal.leave() }
        for number in [SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE] {
            signal(number) { Terminal.die(of: $0) }
        }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        bell = (ends[0], ends[1])
        signal(SIGWINCH) { _ in
            var ring: UInt8 = 0
            if let bell = Terminal.bell { _ = write(bell.ringer, &ring, 1) }
        }
    }
}
