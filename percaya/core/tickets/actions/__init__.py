"""What can be done to tickets, one family per file."""
