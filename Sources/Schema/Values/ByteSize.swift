/// A number of bytes as configuration writes it: `10GiB`, `300MB`, or a plain number.
package struct ByteSize: Hashable, Sendable {
    /// Bytes; at least 0.
    package let bytes: Int

    /// A size.
    package init(_ bytes: Int) {
        self.bytes = bytes
    }

    /// Reads a number with a unit; `nil` when it is none, or more than 2^63 - 1 bytes.
    ///
    /// `K`, `M`, `G` and `T`, also with `iB`, are powers of 1024; `KB`, `MB`, `GB` and `TB` are powers of 1000. Letter
    /// case makes no difference, and a blank may stand before the unit.
    package init?(parsing text: String) {
        let digits = text.prefix { "0"..."9" ~= $0 || $0 == "." }
        let unit = text[digits.endIndex...].drop { $0 == " " }.lowercased()
        guard digits.last != ".", digits.first != ".", let number = Double(digits), let scale = Self.scale(of: unit)
        else { return nil }
        if let whole = Int(digits) {
            let (bytes, overflow) = whole.multipliedReportingOverflow(by: scale)
            guard !overflow else { return nil }
            self.bytes = bytes
        } else {
            guard let bytes = Int(exactly: (number * Double(scale)).rounded()) else { return nil }
            self.bytes = bytes
        }
    }

    private static func scale(of unit: String) -> Int? {
        if unit.isEmpty || unit == "b" { return 1 }
        guard let power = "kmgt".firstIndex(of: unit[unit.startIndex]) else { return nil }
        let exponent = "kmgt".distance(from: "kmgt".startIndex, to: power) + 1
        return switch unit.dropFirst() {
        case "", "i", "ib": (0..<exponent).reduce(1) { scale, _ in scale * 1024 }
        case "b": (0..<exponent).reduce(1) { scale, _ in scale * 1000 }
        default: nil
        }
    }
}

extension ByteSize: CustomStringConvertible {
    /// For people, to a tenth of the unit: `9.8 GiB`, `312 MiB`, `12 bytes`.
    package var description: String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var scale = 1
        var index = 0
        while index + 1 < units.count, bytes / 1024 >= scale {
            scale *= 1024
            index += 1
        }
        let tenths = Int((Double(bytes) / Double(scale) * 10).rounded())
        return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + " " + units[index]
    }
}

extension ByteSize: FieldValue {
    package static var rule: Rule {
        var text = TextRule()
        text.fault = { ByteSize(parsing: $0) == nil ? "must be a size such as 10GiB or 300MB" : nil }
        return .either([.integer(0 ... .max), .text(text)])
    }

    package init?(json: JSON) {
        if let bytes = json.int {
            self.bytes = bytes
        } else if let text = json.string, let size = ByteSize(parsing: text) {
            self = size
        } else {
            return nil
        }
    }

    /// The text with the largest unit that needs no fraction, or a number.
    package var json: JSON {
        let units = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        guard bytes > 0, let (name, scale) = units.first(where: { bytes % $0.1 == 0 }) else { return .number(bytes) }
        return .string("\(bytes / scale)\(name)")
    }
}
