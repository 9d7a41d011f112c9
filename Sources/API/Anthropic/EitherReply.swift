package import HTTP
import NIOHTTP1
package import Schema

/// An answer in the words of one dialect or another, as the client's headers ask for.
package enum EitherReply<One: Shape, Other: Shape>: RouteOutput {
    case one(One)
    case other(Other)

    package static var answers: [AnswerDescription] {
        let summary = "\(One.shapeRule.summary) To clients that send `anthropic-version`: \(Other.shapeRule.summary)"
        return [
            AnswerDescription(mediaType: "application/json", rule: .either([One.rule, Other.rule]), summary: summary)
        ]
    }

    package func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        switch self {
        case .one(let answer): exchange.respond(.ok, json: answer.json)
        case .other(let answer): exchange.respond(.ok, json: answer.json)
        }
    }
}
