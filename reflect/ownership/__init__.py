"""Whose work is it? See attribution.py; what speaks for a role is in signals.py, how much it counts in weights.yaml."""

from reflect.ownership.attribution import Ownership

__all__ = ["Ownership"]
