"""Organizations: a head, what it governs, the body it is a unit of, and where."""
