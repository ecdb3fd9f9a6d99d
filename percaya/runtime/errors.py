"""How the command line and the start say no: a sentence, and an exit code that scripts can use."""

OK = 0
FAILED = 1
USAGE = 2
TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: an MTA keeps the mail and tries again
NO_ROOM = "The disk is full. What is kept is safe and nothing new was taken; make room on it and try again."


class Refusal(Exception):
    """What happened, what is safe, what to do: one line for the person at the terminal."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code
