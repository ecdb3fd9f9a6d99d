"""Sample mails of our own making, by what they are about. ``python -m tests.channels.email.samples`` writes the payloads."""
