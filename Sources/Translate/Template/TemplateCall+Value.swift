import Schema

extension TemplateCall {
    /// What the function makes of its arguments; `and` and `or`, which need not see all of them, are not done here.
    func value(of arguments: [TemplateValue], date: String) throws(TemplateFault) -> TemplateValue {
        switch function {
        case .and, .or: arguments.last ?? .nothing
        case .not: .bool(!arguments[0].isTrue)
        case .eq, .ne, .lt, .le, .gt, .ge: .bool(try comparison(of: arguments))
        case .len: .number(try length(of: arguments[0]))
        case .index: try element(of: arguments[0], at: arguments.dropFirst())
        case .slice: try slice(of: arguments[0], arguments.dropFirst())
        case .print, .println: .text(try printed(arguments))
        case .printf: .text(try formatted(arguments))
        case .json: .text(arguments[0].jsonText)
        case .currentDate: .text(date)
        case .yesterdayDate: .text(TemplateDate.dayBefore(date))
        case .toTypeScriptType: .text(TypeScript.type(of: arguments[0].json))
        }
    }

    func fault(_ sentence: String) -> TemplateFault {
        TemplateFault(line: line, sentence: "\"\(function)\" \(sentence)")
    }

    private func comparison(of arguments: [TemplateValue]) throws(TemplateFault) -> Bool {
        let (one, two) = (arguments[0], arguments[1])
        do throws(TemplateValue.Incomparable) {
            switch function {
            case .ne: return try !one.isEqual(to: two)
            case .lt: return try one.isLess(than: two)
            case .le: return try !two.isLess(than: one)
            case .gt: return try two.isLess(than: one)
            case .ge: return try !one.isLess(than: two)
            default:
                for other in arguments.dropFirst() where try one.isEqual(to: other) { return true }
                return false
            }
        } catch { throw fault(error.sentence) }
    }
}

// Lists, texts and objects.
extension TemplateCall {
    private func length(of value: TemplateValue) throws(TemplateFault) -> Int {
        switch value {
        case .text(let text): text.utf8.count
        case .list(let elements): elements.count
        case .object(let members): members.members.count
        case .nothing, .bool, .number: throw fault("cannot measure \(value.kind)")
        }
    }

    private func element(
        of value: TemplateValue,
        at keys: ArraySlice<TemplateValue>
    ) throws(TemplateFault) -> TemplateValue {
        var value = value
        for key in keys {
            switch (value, key) {
            case (.object(let members), .text(let key)): value = TemplateValue(members[key])
            case (.list(let elements), _):
                let place = try place(key, in: 0..<elements.count)
                value = TemplateValue(elements[elements.startIndex + place])
            case (.text(let text), _):
                let place = try place(key, in: 0..<text.utf8.count)
                value = .number(Int(text.utf8[text.utf8.index(text.startIndex, offsetBy: place)]))
            default: throw fault("finds nothing by \(key.kind) in \(value.kind)")
            }
        }
        return value
    }

    private func slice(
        of value: TemplateValue,
        _ bounds: ArraySlice<TemplateValue>
    ) throws(TemplateFault) -> TemplateValue {
        let count: Int
        switch value {
        case .text(let text): count = text.utf8.count
        case .list(let elements): count = elements.count
        case .nothing, .bool, .number, .object: throw fault("cannot cut \(value.kind)")
        }
        let places = 0..<(count + 1)
        let start = try bounds.first.map { (bound) throws(TemplateFault) in try place(bound, in: places) } ?? 0
        let end = bounds.count < 2 ? count : try place(bounds[bounds.startIndex + 1], in: places)
        guard start <= end else { throw fault("cannot start at \(start) and end at \(end)") }
        switch value {
        case .text(let text):
            return .text(String(decoding: text.utf8.dropFirst(start).prefix(end - start), as: UTF8.self))
        case .list(let elements): return .list(elements.dropFirst(start).prefix(end - start))
        default: return .nothing
        }
    }

    private func place(_ value: TemplateValue, in places: Range<Int>) throws(TemplateFault) -> Int {
        guard case .number(let number) = value, let place = number.int else {
            throw fault("needs a whole number and got \(value.kind)")
        }
        guard places.contains(place) else { throw fault("finds no place \(place); there are \(places.count)") }
        return place
    }
}
