"""From an article to what it says: mentions of each kind, what stands in and between them, and the record that states
it.

One room a kind of thing (places, organizations, laws, persons, events, statements); `findings.py` says in which order
they help each other, `writing/` turns what was found into a record with evidence.
"""
