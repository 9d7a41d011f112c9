import Router
import Schema
import Translate

extension LlamaServerRoutes {
    func tokenize(
        _ request: Original<LlamaCpp.TokenizeRequest>,
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<LlamaCpp.TokenizeAnswer, Never> {
        let model = try find(request.model, query, for: caller)
        let way = Question.Way.relayed(Question.Call(path: "/tokenize", body: request.bytes), isEventStream: false)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    func detokenize(
        _ request: Original<LlamaCpp.DetokenizeRequest>,
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<LlamaCpp.DetokenizeAnswer, Never> {
        let model = try find(request.model, query, for: caller)
        let way = Question.Way.relayed(Question.Call(path: "/detokenize", body: request.bytes), isEventStream: false)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    func applyTemplate(
        _ request: Original<OpenAI.ChatRequest>,
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<LlamaCpp.TemplateAnswer, Never> {
        let model = try find(request.model, query, for: caller)
        try models.check(.text, of: model)
        // The template of a conversation takes its instructions, and nothing of how words are chosen.
        let filling = request.filling(RequestDefaults(members: [:], system: models.defaults(for: model).system))
        let call = Question.Call(
            path: "/apply-template",
            body: request.setting(filling + request.selectedTools)
        )
        return .asking(
            Question(model: model.id, keepAlive: request.keepAlive, way: .relayed(call, isEventStream: false))
        )
    }
}
