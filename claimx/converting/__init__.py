"""Converting: gold that others made, read as gold of ours."""
