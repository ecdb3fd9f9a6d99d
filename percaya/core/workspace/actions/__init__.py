"""What can be done to a workspace, one family per file."""
