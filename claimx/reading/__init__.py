"""Reading: files become articles."""
