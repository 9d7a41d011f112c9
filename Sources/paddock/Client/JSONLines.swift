import Schema

/// Cuts bytes into lines, each of which is a value of JSON; pure.
struct JSONLines {
    private var bytes: [UInt8] = []
    /// How many of the bytes are known to hold no line's end.
    private var searched = 0
    /// Ollama's clients allow lines of 8 MiB; vectors of many texts may be longer.
    private static let limit = 64 << 20

    /// Takes bytes as they come.
    ///
    /// - Returns: The values that are complete.
    /// - Throws: ``Refusal`` when a line is no JSON, or far too long.
    mutating func take(_ more: some Sequence<UInt8>) throws(Refusal) -> [JSON] {
        bytes += more
        var values: [JSON] = []
        var start = 0
        while let end = bytes[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) {
            try values += Self.values(in: bytes[start..<end])
            start = end + 1
        }
        bytes.removeFirst(start)
        searched = bytes.count
        guard searched <= Self.limit else { throw Refusal("the server's answer is too long") }
        return values
    }

    /// The last value, which may stand without a line's end.
    ///
    /// - Throws: ``Refusal`` when it is no JSON.
    mutating func finish() throws(Refusal) -> [JSON] {
        defer { bytes = [] }
        return try Self.values(in: bytes[...])
    }

    /// The value in a line; none in a blank one.
    ///
    /// - Throws: ``Refusal`` when it is no JSON.
    static func values(in line: ArraySlice<UInt8>) throws(Refusal) -> [JSON] {
        guard line.contains(where: { !($0 == 0x20 || $0 == 0x09 || $0 == 0x0D) }) else { return [] }
        do throws(JSONError) { return [try JSON(parsing: Array(line))] } catch {
            throw Refusal("the server's answer cannot be read: \(error)")
        }
    }
}
