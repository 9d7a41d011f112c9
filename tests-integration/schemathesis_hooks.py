"""What no document can tell: which of the tests' models can do what is asked for, and what a file must hold."""

import re

import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import RejectedPositiveData

# Paths that one kind of model alone can serve; any other path is for models that write.
ABLE = {"embed": "all-minilm", "rerank": "reranker"}
MODELS = ("smollm2", *ABLE.values(), "backup", "pirate")
# Paths that make names, or take them away.
NAMING = ("/api/create", "/api/copy", "/api/delete")

# What is told of requests that follow the document.
UNTOLD = re.compile(
    # Whether a model runs that has to.
    r"model_not_loaded|"
    # What the tests' models can do, how many answers they give at a time, and which tokens they know.
    r"unsupported_capability|exceeds the available context size|(image|audio|video) input is not supported|does not support multimodal requests"
    r"|Field 'n': Value must be between 1 <= value <= 2|no token of such a number|contains invalid tokens"
    # What stands in a file, and whether it was sent before.
    r"|is no picture that is known|illegal base64 data|digest mismatch|has not been sent|neither 'from' or 'files'"
    # What a text of JSON, a JSON Schema, a template or the head of a form's part means.
    r"|Failed to parse tool call arguments|JSON schema|Failed to initialize samplers|template error"
    r"|a header of a part cannot be read"
    # What one field must be beside the value of another, and one element beside the others.
    r"|must be as many as there are places for pictures|must not be more than n|the length of the vectors"
    r"|must be the name of one of the tools|names no function of 'tools'|is the name of another tool already"
    r"|elements must be a string, a list of tokens|Cannot have 2 or more assistant messages"
    r"|Cannot continue an assistant message that contains tool calls"
    # Entries of models.yaml are nobody's to remove, or to hide by another model.
    r"|is an entry of models.yaml|is the name of an entry of models.yaml"
)


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


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext, failure: Failure, case: schemathesis.Case, response: Response
) -> bool:
    """Passes over requests that are refused for what no document can tell."""
    return not isinstance(failure, RejectedPositiveData) or not UNTOLD.search(response.text)
