"""Sources of articles, one reader a format; what cannot be read is refused with file, line, and what to do."""
