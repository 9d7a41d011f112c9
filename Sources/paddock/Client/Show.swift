import ArgumentParser
import Schema

/// Tells what is known of a model.
struct Show: ClientCommand {
    static let configuration = CommandConfiguration(abstract: "Tell what is known of a model, or one part of it.")

    @OptionGroup var server: ClientOptions

    @Argument(help: "The model.")
    var model: String

    @Flag(help: "Print this part alone.")
    var part: ModelCard.Part?

    @Flag(name: .shortAndLong, help: "Print the header of the model's file as well.")
    var verbose = false

    @Flag(help: "Print JSON, as the server's /api/show has it.")
    var json = false

    func validate() throws {
        if json, part != nil { throw ValidationError("--json prints all parts: name one of them, or --json.") }
    }

    func run(with client: Client) async throws {
        let request: JSON = ["model": .string(model), "verbose": .bool(verbose)]
        let answer = try await client.ask(.post, "/api/show", request) ?? .null
        let card = ModelCard(answer)
        if json { return StandardOutput.write(answer.text + "\n") }
        guard let part else { return StandardOutput.write(card.text(verbose: verbose)) }
        guard let text = card[part] else { throw Refusal("'\(model)' has no \(part.rawValue)") }
        StandardOutput.write(text)
    }
}

extension ModelCard.Part: EnumerableFlag {}
