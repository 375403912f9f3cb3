"""Sources of articles: text files and JSON Lines. What cannot be read is refused with file, line, and what to do."""
