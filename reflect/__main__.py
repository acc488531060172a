"""`python -m reflect` is the command line."""

from reflect.cli import main

main()
