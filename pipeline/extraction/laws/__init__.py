"""Legal documents: by number, by registered title, by kind and title with a year."""
