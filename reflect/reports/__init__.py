"""Handoffs and stop lists as documents."""
