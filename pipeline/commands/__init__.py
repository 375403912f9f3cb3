"""What each command of `tinmo` does, one file a command; cli.py (evaluate: evaluate_options.py) declares options."""

OK, FAILED, REJECTS = 0, 1, 3
"""Exit codes: all well; it failed; done, but some input was refused (2 is a wrong command line)."""
