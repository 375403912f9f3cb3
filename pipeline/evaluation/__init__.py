"""Measuring the extraction against annotated articles: precision, recall, F1, errors, and how sure a rule may be."""
