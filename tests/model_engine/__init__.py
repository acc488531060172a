"""The model engine over a scripted model: what it may say and what is made of it."""
