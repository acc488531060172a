"""The engines: who listens, speaks and drafts. What may be asked, and what follows, is decided in interview.py."""
