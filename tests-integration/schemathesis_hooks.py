"""What no document can tell: which of the tests' models can do what is asked for."""

import schemathesis

# Paths that one kind of model alone can serve; any other path is for models that write.
ABLE = {"embed": "all-minilm", "rerank": "reranker"}
MODELS = ("smollm2", *ABLE.values(), "backup", "pirate")
# Paths that make names, or take them away.
NAMING = ("/api/create", "/api/copy", "/api/delete")


@schemathesis.hook
def map_case(context: schemathesis.HookContext, case: schemathesis.Case) -> schemathesis.Case:
    """Asks a model that can do it, where a good request leaves the choice to the server or names another one."""
    is_good = case.meta is not None and case.meta.generation.mode.is_positive
    if is_good and isinstance(case.body, dict) and case.path not in NAMING:
        name = case.body.get("model")
        if name is None or isinstance(name, str) and (not name.strip() or name.startswith(MODELS)):
            able = next((model for word, model in ABLE.items() if word in case.path), MODELS[0])
            case.body = {**case.body, "model": able}
    return case
