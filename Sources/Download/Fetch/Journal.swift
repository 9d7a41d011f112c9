import Schema

/// What is known of a file that is only partly there: a line of JSON, then a letter for each of its pieces.
///
/// A piece that was written survives the end of any process, for the kernel has it; only one that was synced survives the
/// end of the kernel. So the journal names the kernel's run, and in another one the pieces that were not synced do not
/// count.
struct Journal: Hashable, Sendable {
    /// What tells one content of the remote file from another; `nil` when its digest does.
    let validator: String?
    /// The pieces that have come.
    var map: PieceMap

    private static let version = 1

    /// A journal of a file of which nothing has come.
    init(size: Int, validator: String?) {
        (self.validator, map) = (validator, PieceMap(size: size))
    }

    /// The journal as it is written.
    func bytes(boot: String?) -> [UInt8] { head(boot: boot) + map.marks.map(\.rawValue) }

    /// The line before the letters.
    func head(boot: String?) -> [UInt8] {
        var object: JSONObject = [
            "version": .number(Self.version), "size": .number(map.size), "piece": .number(map.pieceSize),
        ]
        object["validator"] = validator.map { .string($0) }
        object["boot"] = boot.map { .string($0) }
        return JSON.object(object).bytes + [UInt8(ascii: "\n")]
    }

    /// Reads a journal; `nil` when it is none, or one of another version.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - boot: The run of the kernel; `nil` when that is not known, and then only synced pieces count.
    init?(_ bytes: [UInt8], boot: String?) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), let json = try? JSON(parsing: Array(bytes[..<end])),
            json["version"]?.int == Self.version, let size = json["size"]?.int, size >= 0,
            let piece = json["piece"]?.int, piece > 0
        else { return nil }
        let isSameRun = boot != nil && json["boot"]?.string == boot
        let marks = bytes[(end + 1)...].map { letter -> PieceMap.Mark in
            let mark = PieceMap.Mark(rawValue: letter) ?? .missing
            return mark == .written && !isSameRun ? .missing : mark
        }
        validator = json["validator"]?.string
        map = PieceMap(size: size, pieceSize: piece, marks: marks)
    }
}
