"""The language: text as the grammar reads it, dates, numbers, personal names."""
