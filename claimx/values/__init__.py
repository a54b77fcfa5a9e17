"""Pure readings of words: counts, dates, names and places."""
