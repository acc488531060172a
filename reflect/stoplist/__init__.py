"""Stop lists: what people do, sorted into piles; and what those of a team come to.

gathering.py adds up the same activity of the same person, placing.py finds whose each is, listing.py makes the list,
settled.py knows what people said before, rollup.py adds the lists up.
"""
