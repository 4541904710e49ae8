"""`python -m tools.local.lemonsqueezy HOST:PORT FILE`: the payment provider's stand-in."""

import sys
from pathlib import Path

from tools.local.lemonsqueezy.application import application
from tools.local.standin_server import serve


def main() -> None:
    address, file = sys.argv[1:]
    serve(address, application(f"http://{address}", Path(file)))


if __name__ == "__main__":
    main()
