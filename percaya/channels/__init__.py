"""How messages come and go: one folder a channel, pure (bytes in, dataclasses out)."""
