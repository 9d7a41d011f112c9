import HTTP
import Router
import Schema

@testable import API

// The example of CONTRIBUTING.md, "A route of your own": this file is all that such a route takes.

/// Routes that say a text again and again.
struct ExampleRoutes {
    /// What a handler depends on is a property of its routes.
    let router: ModelRouter

    var all: [Route] {
        [
            .post("/v1/example/repeat", "Says a text again and again.", id: "repeatText", as: .service, sayAgain)
                .needing(.infer)
        ]
    }

    /// Takes a body, values of the query and the caller, and answers with a stream or a problem.
    private func sayAgain(
        _ body: Checked<RepeatRequest>,
        _ query: Query<RepeatQuery>,
        _ caller: Caller
    ) throws(RepeatProblem) -> EventStream<Repetition> {
        let waiting = router.snapshot().waiting.reduce(0) { $0 + $1.count }
        guard waiting == 0 else {
            throw RepeatProblem(problem: Problem(.modelOverloaded, "\(waiting) requests wait.", retryAfter: 1))
        }
        let (text, count) = (body.value.text, query.times)
        return EventStream(
            AsyncStream { events in
                for number in 1...count { events.yield(Repetition(text, number: number, for: caller.name)) }
                events.finish()
            }
        )
    }
}

struct RepeatRequest: Shape {
    struct Fields {
        let text = Field<String>("text", "What to say.", atLeast: 1)
    }
    static let description = Description("A text to say.", Fields(), example: #"{"text":"Hear, hear!"}"#)
    var members = JSONObject()
    init() {}
}

struct RepeatQuery: Shape {
    struct Fields {
        let times = Field<Int>("times", "How often.", in: 1...10, default: 2)
    }
    static let description = Description("How to say it.", Fields())
    var members = JSONObject()
    init() {}
}

struct Repetition: Shape {
    struct Fields {
        let text = Field<String>("text", "The text.")
        let number = Field<Int>("number", "Which time it is, from 1.")
        let caller = Field<String?>("caller", "The name of the caller's key, on a server that has keys.")
    }
    static let description = Description("The text, once.", Fields(), example: #"{"text":"Hear, hear!","number":1}"#)
    var members = JSONObject()
    init() {}

    init(_ text: String, number: Int, for caller: String?) {
        self.text = text
        self.number = number
        self.caller = caller
    }
}

struct RepeatProblem: RouteProblem {
    static let codes: [Problem.Code] = [.modelOverloaded]
    let problem: Problem
}
