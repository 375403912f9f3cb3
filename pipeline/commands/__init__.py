"""What each command of `tinmo` does, one file a command; pipeline/cli.py declares their options."""

OK, FAILED, REJECTS = 0, 1, 3
"""Exit codes: all well; it failed; done, but some input was refused (2 is a wrong command line)."""
