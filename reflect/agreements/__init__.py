"""What happens to a handoff once it was sent: how it stands, what is due, what it really took.

All of it follows from the events (reflect/records/agreement.py) and the day that is asked about. `book.py` puts it
together with the ledger.
"""
