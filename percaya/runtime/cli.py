"""The ``percaya`` command: reads the command line, wakes Django, runs one command of ``runtime/commands``."""

import argparse
import importlib
import os
import sys

from percaya import __version__
from percaya.core.journal.room import is_full
from percaya.runtime.commands import COMMANDS, Command
from percaya.runtime.errors import FAILED, NO_ROOM, OK, TRY_LATER, USAGE, Refusal
from percaya.runtime.home import HomeError

EPILOG = f"""\
exit codes: {OK} done, {FAILED} failed (a line on stderr says why), {USAGE} wrong usage, {TRY_LATER} try again later
environment: PERCAYA_HOME data folder (./var), PERCAYA_PORT 8000, PERCAYA_SMTP_PORT 2525 (off for none), PERCAYA_LMTP_PORT off,
  PERCAYA_PUBLIC_URL,
  PERCAYA_HOSTS more host names, PERCAYA_TRUST_PROXY=1 behind a proxy of this machine,
  PERCAYA_TRUSTED_PROXIES addresses of others, PERCAYA_THREADS 8, PERCAYA_METRICS_TOKEN,
  PERCAYA_LOG level, PERCAYA_SQLITE_SYNC=NORMAL; PERCAYA_DATABASE_URL and PERCAYA_REDIS_URL for many processes
"""


def main(argv: list[str] | None = None) -> None:
    """Entry point: ends the process with the command's exit code."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: list[str]) -> int:
    """Run one command; its exit code."""
    options = _parser().parse_args(argv)
    command: Command = options.command
    os.umask(0o077)  # database, files, copies: of this user alone, whatever the shell says
    try:
        _wake_django()
        return int(importlib.import_module(command.module).run(options))
    except (Refusal, HomeError) as no:
        return _say(str(no), getattr(no, "code", command.trouble))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except Exception as error:
        return _unexpected(error, command.trouble)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="percaya",
        description="The customer-service desk that keeps its promises.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"percaya {__version__}")
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        verb = verbs.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(verb)
        verb.set_defaults(command=command)
    return parser


def _wake_django() -> None:
    scaled = bool(os.environ.get("PERCAYA_DATABASE_URL"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"percaya.settings.{'scaled' if scaled else 'embedded'}")
    importlib.import_module("percaya.runtime.wake").wake()


def _say(sentence: str, code: int) -> int:
    print(f"percaya: {' '.join(sentence.split())}", file=sys.stderr)
    return code


def _unexpected(error: Exception, code: int) -> int:
    """One line for a person; the whole story when asked for."""
    if os.environ.get("PERCAYA_LOG", "").lower() == "debug":
        raise error
    if is_full(error):
        return _say(NO_ROOM, TRY_LATER)
    words = "; ".join(getattr(error, "messages", None) or [str(error) or type(error).__name__])
    return _say(words, TRY_LATER if type(error).__name__ == "OperationalError" else code)
