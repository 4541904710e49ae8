"""`python -m tools.local.google_identity HOST:PORT FILE`: Google's place where people sign in."""

import sys
from pathlib import Path

from tools.local.google_identity.application import GoogleIdentity
from tools.local.google_identity.keys import Keys
from tools.local.standin_server import serve


def main() -> None:
    address, file = sys.argv[1:]
    serve(address, GoogleIdentity(Keys(Path(file))))


if __name__ == "__main__":
    main()
