"""What the model engine tells a chat model, from the files of prompts/model/."""

from __future__ import annotations

from reflect.prompts import Prompt, read_prompt, read_table

__all__ = ["Prompt", "as_list", "read_prompt", "read_table"]


def as_list(signs: str) -> str:
    """A group of prompts/model/signs.yaml as lines for a prompt."""
    return "\n".join(f"- {name}: {means}" for name, means in read_table("signs")[signs].items())
