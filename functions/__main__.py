"""`python -m functions` serves the API with uvicorn; `--host` and `--port` say where."""

from __future__ import annotations

import argparse
import sys

from functions.platform.http_server import config_for


def main(arguments: list[str]) -> int:
    """Returns the exit code once the server was told to stop."""
    import uvicorn

    from functions.api import serve

    parser = argparse.ArgumentParser(prog="python -m functions", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args(arguments)
    uvicorn.Server(config_for(serve(), host=asked.host, port=asked.port)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
