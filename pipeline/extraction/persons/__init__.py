"""Persons and offices: where names begin and end, which roles are named, and who holds which."""
