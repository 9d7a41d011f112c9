import Schema
import Testing
import Translate

@Suite struct `Requests in Anthropic's words` {
    @Test(arguments: Case.all("messages"))
    func `are put into llama-server's words`(_ example: Case) throws {
        #expect(try asked(example.input) == example.expected)
    }

    @Test func `ask for the same prompt when its tokens are only counted`() throws {
        for example in Case.all("messages") where !example.expected.hasPrefix("refused") {
            let members = try #require(JSON(parsing: example.input).object)
            let asked = OpenAI.ChatRequest(translating: Anthropic.MessagesRequest(members: members)).members
            let counted = OpenAI.ChatRequest(counting: Anthropic.CountRequest(members: members)).members
            for member in counted.members { #expect(asked[member.key] == member.value, "\(example): \(member.key)") }
            #expect(counted["messages"] != nil)
        }
    }

    /// What llama-server is asked, or why it is not.
    private func asked(_ text: String) throws -> String {
        let violations = try Array(text.utf8).withUnsafeBytes {
            try Checker($0, against: Anthropic.MessagesRequest.rule).violations
        }
        guard violations.isEmpty else { return violations.map { "refused: \($0)" }.joined(separator: "\n") }
        let request = Anthropic.MessagesRequest(members: try JSON(parsing: text).object ?? [:])
        return OpenAI.ChatRequest(translating: request).json.text
    }
}
