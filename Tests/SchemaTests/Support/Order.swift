import Schema

/// A shape with a field of every kind, for tests.
struct Order: Shape {
    struct Fields {
        let customer = Field<String>("customer", "Who ordered.", atLeast: 1)
        let count = Field<Int>("count", "How many.", in: 1...10, default: 1)
        let weight = Field<Double?>("weight", "Kilograms.", in: 0...2.5)
        let express = Field<Bool>("express", "Whether it is in a hurry.", default: false)
        let size = Field<Size>("size", "How large.", default: .medium)
        let items = Field<[Item]>("items", "What was ordered.", atLeast: 1)
        let labels = Field<[String: String]>("labels", "Free marks.", default: [:])
        let note = Field<Note?>("note", "A text, or its parts.")
        let payment = Field<Payment?>("payment", "How it is paid.")
        let extra = Field<JSON?>("extra", "Anything.")
        let patience = Field<TimeSpan>("patience", "How long it may take.", default: TimeSpan(.seconds(90)))
        let keepAlive = Field<KeepAlive?>("keep_alive", "How long it is remembered.")
    }
    static let description = Description(
        "An order.",
        Fields(),
        example: #"{"customer": "Ada", "items": [{"name": "pen"}]}"#
    )
    var members = JSONObject()

    /// One thing of an order; it knows all of its keys.
    struct Item: Shape {
        struct Fields {
            let name = Field<String>("name", "What it is.")
            let price = Field<Double?>("price", "What one costs.")
            let quantity = Field<Int?>("quantity", "How many of it.", in: 0 ... .max)
        }
        static let description = Description("A thing.", Fields(), keepsUnknown: false)
        var members = JSONObject()
    }

    enum Size: String, Choice {
        case small, medium, large
    }

    /// A text, or a list of texts.
    enum Note: FieldValue, Hashable {
        case text(String)
        case parts([String])

        static var rule: Rule { .either([String.rule, [String].rule]) }

        init?(json: JSON) {
            if let text = json.string {
                self = .text(text)
            } else if let parts = [String](json: json) {
                self = .parts(parts)
            } else {
                return nil
            }
        }

        var json: JSON {
            switch self {
            case .text(let text): text.json
            case .parts(let parts): parts.json
            }
        }
    }

    /// A card or a bill: objects that differ by their keys.
    enum Payment: FieldValue, Hashable {
        case card(Card)
        case bill(Bill)

        static var rule: Rule { .either([Card.rule, Bill.rule]) }

        init?(json: JSON) {
            guard let members = json.object else { return nil }
            self = members["number"] == nil ? .bill(Bill(members: members)) : .card(Card(members: members))
        }

        var json: JSON {
            switch self {
            case .card(let card): card.json
            case .bill(let bill): bill.json
            }
        }
    }

    struct Card: Shape {
        struct Fields {
            let number = Field<String>("number", "The number on it.")
            let month = Field<Int>("month", "The month in which it ends.", in: 1...12)
        }
        static let description = Description("A card.", Fields())
        var members = JSONObject()
    }

    struct Bill: Shape {
        struct Fields {
            let address = Field<String>("address", "Where it is sent.")
        }
        static let description = Description("A bill.", Fields())
        var members = JSONObject()
    }
}

extension Checker {
    /// Checks a text of JSON.
    init(_ text: String, against rule: Rule) throws(JSONError) {
        self = try Checker(Array(text.utf8), against: rule)
    }

    /// Checks a text of JSON.
    init(_ text: [UInt8], against rule: Rule) throws(JSONError) {
        self = try text.withUnsafeBufferPointer { (bytes) throws(JSONError) in
            try Checker(UnsafeRawBufferPointer(bytes), against: rule)
        }
    }
}

extension Rule {
    /// What is wrong with a text of JSON, a line for each violation.
    func violations(in text: String) throws -> [String] {
        try Checker(text, against: self).violations.map(\.description)
    }
}
