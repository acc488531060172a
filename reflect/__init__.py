"""reflect: whose work is it? Accountability reflection for people and teams."""

__version__ = "0.1.0"
