"""Starts the page; nothing else. `make chat` runs this, `python app.py --help` says what can be set."""

import sys

from reflect.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["chat"]
    main()
