"""Statements: what a speaker said, asked or promised, to whom."""
