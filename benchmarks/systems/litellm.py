"""The LiteLLM proxy with one worker."""

import json
import os
import shutil
from pathlib import Path

from http_client import Address, get
from processes import Process, accepts, free_port, wait_for
from systems.system import Missing, System


class LiteLLM(System):
    name = "LiteLLM"
    is_slow = True

    def __init__(self, folder: Path, upstream: Address) -> None:
        """Runs the program that `scripts/venv bench` installs, named by LITELLM_BIN."""
        program = shutil.which(os.environ.get("LITELLM_BIN", ""))
        if not program:
            raise Missing("set LITELLM_BIN to measure LiteLLM, as make bench does")
        parameters = {"model": "openai/stub", "api_base": f"http://{upstream[0]}:{upstream[1]}/v1", "api_key": "none"}
        configuration = {
            "model_list": [{"model_name": "stub", "litellm_params": parameters}],
            "litellm_settings": {"telemetry": False, "drop_params": True},
        }
        path = folder / "litellm.yaml"
        path.write_text(json.dumps(configuration))
        port = free_port()
        command = [program, "--config", path, "--host", "127.0.0.1", "--port", str(port), "--num_workers", "1"]
        # Prices and news are not fetched, and keys are not checked.
        environment = {
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_TELEMETRY": "False",
            "LITELLM_LOG": "ERROR",
            "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true",
        }
        process = Process(command, folder / "litellm.log", environment)
        super().__init__(process, ("127.0.0.1", port), upstream)
        wait_for(self.is_up, process, within=180)

    def is_up(self) -> bool:
        return accepts(self.address) and get(self.address, "/health/liveliness")[0] == 200
