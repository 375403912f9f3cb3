"""What every room stands on: settings and their limits, the clock of a run, typed errors, files written whole or not
at all.

It knows nothing of articles, records or RDF, and imports no other room.
"""
