"""Writes every sample into the payloads folder."""

from tests.channels.email.samples.all import write_all

if __name__ == "__main__":
    print(f"{write_all()} samples written")
