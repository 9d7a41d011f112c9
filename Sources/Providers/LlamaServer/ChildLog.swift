/// The end of a child's output, and the line that tells why it failed.
///
/// It needs little memory, whatever the child writes.
struct ChildLog: Hashable, Sendable {
    /// Why the child failed, without time and level; `nil` when it did not say.
    ///
    /// While it starts, that is its first error, for the lines after it are generic (`exiting due to model loading
    /// error`). Once it serves, only the line of a failed assertion counts, for errors of single requests tell nothing
    /// about its end.
    var firstError: String? { cause ?? complaint(in: pendingLine) }
    /// The last lines, oldest first, without line ends; the last one may be unfinished.
    var lines: [String] { kept + (pending.isEmpty ? [] : [pendingLine]) }

    private let capacity: Int
    private let lineLength: Int
    private var kept: [String] = []
    private var cause: String?
    private var isServing = false
    /// The unfinished line, at most ``lineLength`` bytes of it.
    private var pending: [UInt8] = []
    private var isCut = false

    /// An empty log.
    ///
    /// - Parameters:
    ///   - capacity: How many lines are kept; 50.
    ///   - lineLength: How many bytes of a line are kept; 1024.
    init(capacity: Int = 50, lineLength: Int = 1024) {
        self.capacity = capacity
        self.lineLength = lineLength
    }

    /// Takes what the child wrote, cut anywhere.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes of the output.
    ///   - observe: Gets every line that is complete now.
    mutating func append(_ bytes: some Sequence<UInt8>, observe: (String) -> Void = { _ in }) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                let line = pendingLine
                finish(line)
                observe(line)
            } else if pending.count < lineLength {
                pending.append(byte)
            } else {
                isCut = true
            }
        }
    }

    private mutating func finish(_ line: String) {
        pending.removeAll(keepingCapacity: true)
        isCut = false
        if kept.count == capacity { kept.removeFirst() }
        kept.append(line)
        if line.contains("listening on") {
            // What went wrong before did not keep it from serving.
            isServing = true
            cause = nil
        }
        cause = cause ?? complaint(in: line)
    }

    /// The unfinished line as text; invalid UTF-8 is replaced.
    private var pendingLine: String {
        var line = pending[...]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard isCut else { return String(decoding: line, as: UTF8.self) }
        // A character that the cut has split is left out.
        while let last = line.last, last & 0b1100_0000 == 0b1000_0000 { line.removeLast() }
        if let last = line.last, last & 0b1000_0000 != 0 { line.removeLast() }
        return String(decoding: line, as: UTF8.self) + "…"
    }

    private func complaint(in line: String) -> String? {
        let complaint = Complaint(line)
        return isServing && complaint?.isFatal != true ? nil : complaint?.message
    }
}
