"""Files of contacts and organisations: what their columns mean, and a row as the desk understands it."""
