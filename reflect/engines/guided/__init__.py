"""The embedded engine: no key, no network, the same words for the same talk (engine.py)."""
