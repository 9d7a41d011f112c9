import Providers
import Router
import Schema
import Store
import Translate

extension OpenAIRoutes {
    func list(
        _ query: Query<Anthropic.ModelListQuery>,
        _ call: Incoming
    ) throws(ListProblem) -> EitherReply<OpenAI.ModelList, Anthropic.ModelList> {
        let entries = models.catalog.models.filter { call.caller.mayUse($0.id) }.map(describe)
            .sorted { $0.id < $1.id }
        if call.request.isFromAnthropic {
            do throws(TranslationFaults) {
                return .other(try Anthropic.ModelList(query.value, of: entries.map(Anthropic.ModelEntry.init)))
            } catch {
                throw ListProblem(problem: Problem(error.violations))
            }
        }
        var answer = OpenAI.ModelList()
        answer.object = "list"
        answer.data = entries
        return .one(answer)
    }

    func show(
        _ path: Path<OpenAI.ModelPath>,
        _ call: Incoming
    ) throws(LookUpProblem) -> EitherReply<OpenAI.ModelEntry, Anthropic.ModelEntry> {
        do throws(ModelProblem) {
            let entry = describe(try models.find(path.id, for: call.caller))
            return call.request.isFromAnthropic ? .other(Anthropic.ModelEntry(entry)) : .one(entry)
        } catch {
            throw LookUpProblem(problem: error.problem)
        }
    }

    private func describe(_ model: Router.ModelEntry) -> OpenAI.ModelEntry {
        let file = models.file(of: model)
        var entry = OpenAI.ModelEntry()
        entry.id = model.id.name
        entry.object = "model"
        entry.created = Int(file?.modified.components.seconds ?? 0)
        entry.ownedBy = "paddock"
        entry.summary = model.summary
        entry.loaded = router.instance(of: model.id) != nil
        entry.capabilities = models.capabilities(of: model)?.map(\.rawValue) ?? []
        entry.contextLength = models.contextLength(of: model)
        entry.aliases = model.aliases
        return entry
    }
}
