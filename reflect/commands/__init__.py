"""Commands that are more than a few lines; cli.py has the others and registers these."""
