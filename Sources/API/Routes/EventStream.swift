package import HTTP
package import Schema

/// Server-sent events that this program makes itself, until they end or the client leaves.
///
/// A client that is slow holds up the sequence; one that has heard nothing for a while gets a comment line.
package struct EventStream<Element: Shape>: RouteOutput {
    private let elements: any AsyncSequence<Element, Never> & Sendable
    private let name: (@Sendable (Element) -> String)?

    /// A stream.
    ///
    /// - Parameters:
    ///   - elements: What each event holds. A task reads them that is cancelled when the client leaves.
    ///   - name: What an event is called; without it events have no names.
    package init(
        _ elements: some AsyncSequence<Element, Never> & Sendable,
        named name: (@Sendable (Element) -> String)? = nil
    ) {
        self.elements = elements
        self.name = name
    }

    package static var answers: [AnswerDescription] {
        [
            AnswerDescription(
                mediaType: "text/event-stream",
                rule: Element.rule,
                summary: "Server-sent events: each `data:` line holds one element.",
                framing: .events
            )
        ]
    }

    package func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        EventFeed.start(elements, to: exchange, through: gateway) { [name] element in
            let head = name.map { "event: \($0(element))\n" } ?? ""
            return Array("\(head)data: ".utf8) + element.json.bytes + "\n\n".utf8
        }
    }
}
