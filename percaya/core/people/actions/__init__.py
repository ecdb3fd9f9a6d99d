"""What can be done to contacts, one family per file."""
