"""Examples of programs that join another system to Percaya through the API channel. Each runs by itself."""
