"""`python -m local.auth` serves; `python -m local.auth keys` prints the project keys as environment lines."""

import logging
import os
import sys

import uvicorn

from .config import ConfigRefused, read_config
from .keys import issue_keys
from .server import create_app


def main(arguments: list[str]) -> int:
    """Returns the exit code; 2 for a configuration it refuses."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    if arguments == ["keys"]:
        secret = os.environ.get("AUTH_JWT_SECRET", "")
        if len(secret) < 32:
            print("AUTH_JWT_SECRET is missing or shorter than 32 characters.", file=sys.stderr)
            return 2
        anon, service = issue_keys(secret)
        print(f"SUPABASE_ANON_KEY={anon}\nSUPABASE_SERVICE_ROLE_KEY={service}")
        return 0
    try:
        config = read_config(os.environ)
    except ConfigRefused as refused:
        print(f"auth: {refused}", file=sys.stderr)
        return 2
    # No access log: mailed links carry their token in the address.
    uvicorn.run(
        create_app(config),
        host="127.0.0.1",
        port=config.port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
        proxy_headers=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
