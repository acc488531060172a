"""The engine that talks with the help of a chat model; what it says is checked by plain code."""
