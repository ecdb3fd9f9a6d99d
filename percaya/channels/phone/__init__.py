"""The telephone: calls are written down by hand; answers leave by mail, or the next call is made."""
