"""`python -m tools.local.mailbox HOST:PORT FILE`: the mail provider's stand-in."""

import sys
from pathlib import Path

from tools.local.mailbox.application import Mailbox
from tools.local.mailbox.mails import Mails
from tools.local.standin_server import serve


def main() -> None:
    address, file = sys.argv[1:]
    serve(address, Mailbox(Mails(Path(file))))


if __name__ == "__main__":
    main()
