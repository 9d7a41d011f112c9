import Schema
import Testing

@testable import API

@Suite struct `What stands behind the question mark` {
    private struct Wish: Shape {
        struct Fields {
            let model = Field<String?>("model", "Which one.")
            let limit = Field<Int>("limit", "How many.", in: 1...100, default: 20)
            let isLoaded = Field<Bool?>("loaded", "Whether it runs.")
            let tags = Field<[String]?>("tag", "One or several.")
        }
        static let description = Description("A wish.", Fields())
        var members = JSONObject()
        init() {}
    }

    private func read(_ query: String) throws(Problem) -> Query<Wish> {
        try Query.reader()(Incoming(asking: query))
    }

    @Test func `is read into the kinds of its fields`() throws {
        let wish = try read("model=org%2Fname%3Aq4+x&limit=7&loaded=true&tag=a&tag=b&other=1")
        #expect(wish.model == "org/name:q4 x" && wish.limit == 7 && wish.isLoaded == true && wish.tags == ["a", "b"])
    }

    @Test(arguments: ["", "&", "model", "model=", "=x"])
    func `has defaults where it says nothing`(_ query: String) throws {
        #expect(try read(query).limit == 20)
    }

    @Test func `is refused with every mistake and its place`() throws {
        do throws(Problem) {
            _ = try read("limit=500&loaded=perhaps")
            Issue.record("it was taken")
        } catch {
            #expect(error.message == "limit: must be from 1 to 100; loaded: must be true or false")
            #expect(error.code == .invalidValue && error.parameter == "limit")
        }
    }

    @Test func `takes the last of values that come twice`() throws {
        #expect(try read("limit=1&limit=2").limit == 2)
    }

    @Test func `is described as parameters of the document`() {
        let route = Route.get("/wishes", "Lists wishes.", id: "listWishes", as: .service) { (_: Query<Wish>) in
            TextReply(text: "")
        }
        let operation = Document([route], version: "1").json["paths"]?["/wishes"]?["get"]
        let parameters = operation?["parameters"]?.array ?? []
        #expect(parameters.map { $0["name"]?.string } == ["model", "limit", "loaded", "tag"])
        #expect(parameters.allSatisfy { $0["in"] == "query" && $0["required"] == false })
        #expect(operation?["responses"]?["400"] != nil)
    }
}
