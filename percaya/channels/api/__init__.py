"""The API as a channel: another system writes in; what the desk answers is read back through the API."""
