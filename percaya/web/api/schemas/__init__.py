"""What goes in (checked, nothing unknown let through) and what comes out (for the description of the API)."""
