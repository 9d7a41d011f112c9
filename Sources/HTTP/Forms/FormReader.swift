import NIOCore

/// Cuts a form into its parts.
struct FormReader {
    private let body: ByteBuffer
    private let view: ByteBufferView
    /// A line break, two dashes and the boundary.
    private let delimiter: [UInt8]
    private let limits: FormData.Limits
    private var position: Int

    private static let lineBreak: [UInt8] = [0x0D, 0x0A]

    init(_ body: ByteBuffer, boundary: String, limits: FormData.Limits) {
        self.body = body
        self.limits = limits
        view = body.readableBytesView
        delimiter = Self.lineBreak + Array("--\(boundary)".utf8)
        position = view.startIndex
    }

    mutating func parts() throws(FormDataError) -> [FormData.Part] {
        // The first boundary has no line before it.
        guard take(delimiter.dropFirst(2)) else { throw error(.noStart) }
        var parts: [FormData.Part] = []
        while try !endsHere() {
            guard parts.count < limits.parts else { throw error(.tooManyParts) }
            parts.append(try part())
        }
        return parts
    }

    /// Whether a boundary that has just been read is the last one.
    private mutating func endsHere() throws(FormDataError) -> Bool {
        let isLast = take("--".utf8)
        while let byte = view[position...].first, byte == 0x20 || byte == 0x09 { position += 1 }
        guard isLast else {
            guard take(Self.lineBreak) else { throw error(position == view.endIndex ? .noEnd : .badBoundary) }
            return false
        }
        _ = take(Self.lineBreak)
        guard position == view.endIndex else { throw error(.trailing) }
        return true
    }

    private mutating func part() throws(FormDataError) -> FormData.Part {
        let head = try self.head()
        let start = position
        let end = try nextBoundary()
        position = end + delimiter.count
        return FormData.Part(
            name: head.name,
            filename: head.filename,
            mediaType: head.mediaType,
            content: body.getSlice(at: start, length: end - start) ?? ByteBuffer()
        )
    }

    /// Where the line break before the next boundary stands.
    private func nextBoundary() throws(FormDataError) -> Int {
        var start = position
        while let candidate = view[start...].firstIndex(of: 0x0D) {
            if view[candidate...].starts(with: delimiter) { return candidate }
            start = candidate + 1
        }
        throw FormDataError(.noEnd, at: view.count)
    }

    private mutating func head() throws(FormDataError) -> (name: String, filename: String?, mediaType: String?) {
        let start = position
        var disposition: FormHeader?
        var mediaType: String?
        while let line = try line(within: limits.headBytes - (position - start)), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw error(.badHeader) }
            let name = line[..<colon].lowercased()
            // A name with blanks may be read in two ways, a folded line as well.
            guard !name.isEmpty, name.utf8.allSatisfy(FormHeader.isToken) else { throw error(.badHeader) }
            let header = FormHeader(String(line[line.index(after: colon)...]))
            switch name {
            case "content-disposition":
                guard disposition == nil else { throw error(.badHeader) }
                disposition = header
            case "content-type": mediaType = header.value.lowercased()
            case "content-transfer-encoding":
                guard ["7bit", "8bit", "binary"].contains(header.value.lowercased()) else { throw error(.encoded) }
            default: break
            }
        }
        guard let disposition, disposition.value.lowercased() == "form-data", let name = disposition["name"] else {
            throw FormDataError(.noName, at: start - view.startIndex)
        }
        return (name, disposition["filename"], mediaType)
    }

    /// The next line, without its break; empty for an empty one.
    private mutating func line(within limit: Int) throws(FormDataError) -> String? {
        guard let end = view[position...].prefix(max(0, limit)).firstIndex(of: 0x0D) else {
            throw error(view.endIndex - position > limit ? .headTooLong : .noEnd)
        }
        guard view[end...].starts(with: Self.lineBreak) else { throw error(.badHeader) }
        guard let line = String(validating: view[position..<end], as: UTF8.self),
            !line.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
        else { throw error(.badHeader) }
        position = end + 2
        return line
    }

    private mutating func take(_ bytes: some Collection<UInt8>) -> Bool {
        guard view[position...].starts(with: bytes) else { return false }
        position += bytes.count
        return true
    }

    private func error(_ fault: FormDataError.Fault) -> FormDataError {
        FormDataError(fault, at: position - view.startIndex)
    }
}
