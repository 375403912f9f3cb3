"""Registers: lists of facts that others keep, which tell names of things and what is known of them."""
