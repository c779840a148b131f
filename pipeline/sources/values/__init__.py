"""What the cells of a column of text hold, told from all of them together."""
