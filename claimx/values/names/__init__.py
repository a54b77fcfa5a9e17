"""Names: whether two of them can be one, by spelling, length and initials."""
