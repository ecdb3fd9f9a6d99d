"""Local stand-ins for the vendors' servers: for tests, and for the demo's customers."""
