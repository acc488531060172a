"""Commands that are more than a few lines; reflect/cli.py registers them."""
