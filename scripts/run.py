"""The book's commands on any system, without make: `python scripts/run.py help`.

Any Python can read this file, so that an old one gets as far as the message; the commands are in commands.py.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # what requirements.lock is resolved for


def refuse_other_pythons():
    """End with a message where the locked packages do not exist for this Python."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit("This book needs Python 3.11 to 3.14; this is " + sys.version.split()[0] + ".\n"
                 "Name another one: make PYTHON=python3.12 book, or python3.12 scripts/run.py book")


if __name__ == "__main__":
    refuse_other_pythons()
    from commands import main
    main()
