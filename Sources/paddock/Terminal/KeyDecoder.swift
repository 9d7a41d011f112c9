/// Turns the bytes of a terminal into keys, one byte at a time; pure.
///
/// Source: ECMA-48, control sequences; xterm, "Bracketed Paste Mode" and "PC-Style Function Keys".
struct KeyDecoder {
    private enum State {
        case ground
        /// Inside a character of so many bytes.
        case character([UInt8], count: Int)
        case escape
        /// After `ESC [` or `ESC O`.
        case sequence([UInt8])
        case paste
    }

    private var state = State.ground
    /// What has come of a pasted text; it stands apart from the state so that it is never copied.
    private var pasted: [UInt8] = []
    private static let escape: UInt8 = 0x1B
    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)
    /// No key has a longer sequence; a longer one is dropped.
    private static let sequenceLimit = 32

    /// Whether a key may have begun, so that a pause tells that it has not.
    var isWaiting: Bool {
        if case .escape = state { true } else { false }
    }

    /// Takes the next byte; `nil` while no key is complete.
    mutating func take(_ byte: UInt8) -> Key? {
        switch state {
        case .ground: return begin(byte)
        case .character(var bytes, let count):
            // A character that breaks off is dropped, and the byte begins another one.
            guard 0x80...0xBF ~= byte else { return begin(byte) }
            bytes.append(byte)
            guard bytes.count == count else {
                state = .character(bytes, count: count)
                return nil
            }
            state = .ground
            return .text(String(decoding: bytes, as: UTF8.self))
        case .escape: return afterEscape(byte)
        case .sequence(var bytes):
            bytes.append(byte)
            // The first byte is the introducer itself.
            guard 0x40...0x7E ~= byte, bytes.count > 1 else {
                state = bytes.count < Self.sequenceLimit ? .sequence(bytes) : .ground
                return nil
            }
            return finish(bytes.dropFirst())
        case .paste:
            pasted.append(byte)
            guard byte == Self.pasteEnd.last, pasted.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] else {
                return nil
            }
            state = .ground
            defer { pasted = [] }
            return .paste(Self.text(of: pasted.dropLast(Self.pasteEnd.count)))
        }
    }

    /// Nothing has come for a while: what was waited for was the escape key, which does nothing here.
    mutating func pause() {
        if isWaiting { state = .ground }
    }

    private mutating func begin(_ byte: UInt8) -> Key? {
        state = .ground
        switch byte {
        case Self.escape: state = .escape
        case 0x0D, 0x0A: return .enter
        case 0x7F, 0x08: return .backspace
        case 0x01...0x1A: return .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x20..<0x7F: return .text(String(Unicode.Scalar(byte)))
        case 0xC2...0xDF: state = .character([byte], count: 2)
        case 0xE0...0xEF: state = .character([byte], count: 3)
        case 0xF0...0xF4: state = .character([byte], count: 4)
        default: break
        }
        return nil
    }

    private mutating func afterEscape(_ byte: UInt8) -> Key? {
        state = .ground
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "O"): state = .sequence([byte])
        case Self.escape: state = .escape
        case 0x0D, 0x0A: return .newline
        case UInt8(ascii: "b"): return .wordLeft
        case UInt8(ascii: "f"): return .wordRight
        case 0x7F: return .control("w")
        default: break
        }
        return nil
    }

    private mutating func finish(_ sequence: ArraySlice<UInt8>) -> Key? {
        state = .ground
        guard let final = sequence.last else { return nil }
        let parameters = String(decoding: sequence.dropLast(), as: UTF8.self).split(separator: ";")
        let isByWord = parameters.count > 1 && ["3", "5"].contains(parameters[1])
        switch (final, parameters.first) {
        case (UInt8(ascii: "A"), _): return .up
        case (UInt8(ascii: "B"), _): return .down
        case (UInt8(ascii: "C"), _): return isByWord ? .wordRight : .right
        case (UInt8(ascii: "D"), _): return isByWord ? .wordLeft : .left
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): return .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): return .end
        case (UInt8(ascii: "~"), "3"): return .delete
        case (UInt8(ascii: "~"), "200"):
            state = .paste
            return nil
        default: return nil
        }
    }

    /// A pasted text: its lines end as ours do, and what would steer the terminal is left out.
    private static func text(of bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            defer { last = scalar }
            switch scalar {
            case "\r": text.append("\n")
            case "\n": if last != "\r" { text.append("\n") }
            case "\t": text.append(scalar)
            default: if scalar.properties.generalCategory != .control { text.append(scalar) }
            }
        }
        return String(text)
    }
}
