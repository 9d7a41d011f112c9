/// How long a model stays loaded after its last request.
package enum KeepAlive: Hashable, Sendable {
    /// It leaves this long after its last request ended; zero means as soon as it is idle.
    case duration(Duration)
    /// It stays until its place is needed.
    case forever
}

extension KeepAlive: FieldValue {
    package static var rule: Rule {
        var text = TextRule()
        text.isFaultKnown = true
        text.pattern = TimeSpan.pattern(signed: true)
        text.fault = { text in
            do throws(TimeSpan.Fault) {
                _ = try TimeSpan(parsing: text)
                return nil
            } catch {
                return error.sentence
            }
        }
        return .either([.number(-Double.infinity ... .infinity), .text(text)])
    }

    /// Takes a number of seconds or a duration text; below zero means forever.
    package init?(json: JSON) {
        if let seconds = json.double {
            self.init(TimeSpan(seconds: seconds))
        } else if let text = json.string, let span = try? TimeSpan(parsing: text) {
            self.init(span)
        } else {
            return nil
        }
    }

    private init(_ span: TimeSpan) {
        self = span.duration < .zero ? .forever : .duration(span.duration)
    }

    package var json: JSON {
        switch self {
        case .duration(let duration): TimeSpan(duration).json
        case .forever: -1
        }
    }
}
