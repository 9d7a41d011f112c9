import HTTP
import NIOHTTP1
import Router
import Schema
import Translate

extension OpenAIRoutes {
    func transcribe(
        _ form: Multipart<OpenAI.TranscriptionForm>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<OpenAI.TranscriptionAnswer, Events<OpenAI.TranscriptionEvent>> {
        let model = try models.find(form.model, for: call.caller)
        // Without a name llama-server takes it for a text.
        guard !form.file.name.isEmpty else {
            throw ModelProblem(Problem([Violation(place: "file", text: "must be a file with a name")]))
        }
        try models.check(.audio, of: model)
        let child = Question.Call(
            path: "/v1/audio/transcriptions",
            body: call.request.body,
            mediaType: call.request.headers.first(name: "Content-Type") ?? InputDescription.form
        )
        let way = Question.Way.relayed(child, isEventStream: form.stream)
        return .asking(Question(model: model.id, keepAlive: form.keepAlive, way: way))
    }
}
