"""`python -m tools.local.gemini HOST:PORT FILE`: the language model's stand-in. It keeps nothing,
so FILE is left alone."""

import sys

from tools.local.gemini.application import Gemini
from tools.local.standin_server import serve


def main() -> None:
    address, _ = sys.argv[1:]
    serve(address, Gemini())


if __name__ == "__main__":
    main()
