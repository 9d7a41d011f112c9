import HTTP
import NIOCore
import Schema
import Translate

extension OpenAIRoutes {
    func chatFromForm(
        _ form: Multipart<OpenAI.ChatForm>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.ChatAnswer, Events<OpenAI.ChatChunk>> {
        let files = form.files(of: \.images) + form.files(of: \.image)
        guard files.count <= Self.pictureLimit else {
            throw ModelProblem(
                Problem(
                    .payloadTooLarge,
                    "A request may have at most \(Self.pictureLimit) pictures.",
                    parameter: "images"
                )
            )
        }
        var addresses: [String] = []
        for file in files {
            guard let address = Picture.address(of: file.content.readableBytesView) else {
                let name = file.filename ?? ""
                throw ModelProblem(
                    Problem(.invalidImage, "'\(name)' is no picture that is known.", parameter: "images")
                )
            }
            addresses.append(address)
        }
        let body: JSON
        do throws(TranslationFault) { body = try form.value.chat(with: addresses) } catch {
            throw ModelProblem(Problem([error.violation]))
        }
        let request: Original<OpenAI.ChatRequest>
        do throws(Problem) {
            request = try Original(ByteBuffer(bytes: body.bytes), against: OpenAI.ChatRequest.rule)
        } catch {
            throw ModelProblem(error)
        }
        return try chat(request, caller)
    }

    /// How many pictures one request may have.
    private static let pictureLimit = 10
}
