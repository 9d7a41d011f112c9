import CYAML

/// One event of libyaml.
struct YAMLEvent {
    let kind: Kind
    let mark: YAMLMark
    /// The name behind `&`; `nil` when there is none.
    var anchor: String?
    /// Whether a tag such as `!!str` stands in front.
    var isTagged = false

    enum Kind: Equatable {
        case scalar(String, isPlain: Bool)
        case alias(String)
        case listStart, mapStart, end
        case documentStart, documentEnd
        case streamStart, streamEnd
    }
}

/// The events of a YAML text, one after another.
struct YAMLEvents: ~Copyable {
    /// Lies on the heap, because libyaml keeps pointers into it.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeBufferPointer<UInt8>

    /// Starts at the beginning of a text, whose bytes must stay where they are.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else { preconditionFailure("libyaml has no memory") }
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: ``YAMLFault`` where the text stops being YAML; there is no event after that.
    func next() throws(YAMLFault) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
        defer { yaml_event_delete(&event) }
        let mark = YAMLMark(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let kind = YAMLEvent.Kind.scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            return YAMLEvent(
                kind: kind,
                mark: mark,
                anchor: Self.text(scalar.anchor),
                isTagged: scalar.tag != nil
            )
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(kind: .listStart, mark: mark, anchor: Self.text(start.anchor), isTagged: start.tag != nil)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(kind: .mapStart, mark: mark, anchor: Self.text(start.anchor), isTagged: start.tag != nil)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias(Self.text(event.data.alias.anchor) ?? ""), mark: mark)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .end, mark: mark)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, mark: mark)
        case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, mark: mark)
        default: return YAMLEvent(kind: .streamEnd, mark: mark)
        }
    }

    private var fault: YAMLFault {
        let parser = parser.pointee
        let problem = parser.problem.map { String(cString: $0) } ?? "cannot be read"
        // Bytes that are no text are found before there are lines.
        if parser.error == YAML_READER_ERROR {
            return YAMLFault(mark: YAMLMark(of: parser.problem_offset, in: bytes), text: problem)
        }
        let context = parser.context.map { " \(String(cString: $0)) (line \(parser.context_mark.line + 1))" } ?? ""
        return YAMLFault(mark: YAMLMark(parser.problem_mark), text: problem + context)
    }

    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}

extension YAMLMark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }

    fileprivate init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let lines = bytes.prefix(offset).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        self.init(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
}
