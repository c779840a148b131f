"""How many questions of a file are answered right."""
