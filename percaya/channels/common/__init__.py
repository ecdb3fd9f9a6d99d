"""Small pure helpers every channel may use: safe text, safe file names, a look at bytes, JSON arrivals."""
