"""`python -m jishi`: checks the Python before anything newer than it is read."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # read by older ones, to tell them so
    sys.exit(
        "jishi: Jishi needs Python 3.11 or newer, and this is {}.{};"
        " make the virtual environment again with a newer one.".format(*sys.version_info[:2])
    )

from jishi.run.cli import main

if __name__ == "__main__":
    main()
