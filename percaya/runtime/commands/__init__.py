"""The commands: name, help and arguments here, light to import; the work in a file of each one's name."""

from argparse import REMAINDER, ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass

from percaya.runtime.errors import FAILED, TRY_LATER

Arguments = Callable[[ArgumentParser], None]


@dataclass(frozen=True)
class Command:
    """``module`` has ``run(options) -> exit code``, and may import anything."""

    name: str
    help: str
    arguments: Arguments = lambda parser: None
    trouble: int = FAILED  # the exit code when something unforeseen stops it

    @property
    def module(self) -> str:
        return f"{__name__}.{self.name.replace('-', '_')}"


def _init(parser: ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, metavar="NAME")
    parser.add_argument("--admin", required=True, metavar="EMAIL")
    parser.add_argument("--name", default="", help="the admin's name")
    parser.add_argument("--language", choices=("id", "en"), default="id")
    parser.add_argument("--time-zone", default="Asia/Jakarta", metavar="ZONE")
    parser.add_argument("--password-stdin", action="store_true", required=True, help="read the password from standard input")


def _token(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="create")
    create = verbs.add_parser("create", help="make a token and print it, once")
    create.add_argument("--member", required=True, metavar="EMAIL")
    create.add_argument("--scope", required=True, action="append", nargs="+", metavar="S", dest="scopes")
    create.add_argument("--workspace", default="", metavar="SLUG", help="when the member has several")
    create.add_argument("--name", default="command line")


def _trace(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="its number or its public id")
    parser.add_argument("--workspace", default="", metavar="SLUG", help="when there are several")


def _journal(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify")
    verify = verbs.add_parser("verify", help="recompute every hash of the journal")
    verify.add_argument("--workspace", default="", metavar="SLUG")


def _knowledge(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
    bring = verbs.add_parser("import", help="take in a folder of Markdown files with a head of YAML")
    bring.add_argument("folder", metavar="FOLDER")
    bring.add_argument("--workspace", default="", metavar="SLUG")
    bring.add_argument("--language", choices=("id", "en"), default="", help="of files that do not say theirs")
    bring.add_argument("--publish", action="store_true", help="publish what says 'state: published' in its head")


def _routing(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="recount")
    again = verbs.add_parser("recount", help="make everybody's load anew from their tickets")
    again.add_argument("--workspace", default="", metavar="SLUG")


def _analytics(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="rebuild")
    rebuild = verbs.add_parser("rebuild", help="count everything anew from the journal")
    rebuild.add_argument("--workspace", default="", metavar="SLUG")


def _calendar(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="due|between|opening|cases")
    due = verbs.add_parser("due", help="when so much working time has passed")
    due.add_argument("start", metavar="START", help="an instant: 2026-02-06T16:30:00+07:00")
    due.add_argument("minutes", type=int, metavar="MINUTES")
    between = verbs.add_parser("between", help="seconds of working time between two instants")
    between.add_argument("start", metavar="START")
    between.add_argument("end", metavar="END")
    opening = verbs.add_parser("opening", help="is it open then, and when does it open next")
    opening.add_argument("at", metavar="INSTANT")
    cases = verbs.add_parser("cases", help="a table of cases, one JSON object a line, each answered by a line")
    cases.add_argument("file", nargs="?", default="-", metavar="FILE", help="- or nothing: standard input")
    for verb in (due, between, opening, cases):
        verb.add_argument("--workspace", default="", metavar="SLUG", help="when there are several")
        verb.add_argument("--calendar", default="", metavar="NAME", help="else the workspace's default")


def _restore(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--force", action="store_true", help="replace what the data folder holds")


def _stuck(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|retry|drop")
    verbs.add_parser("list", help="jobs that gave up")
    for name, text in (("retry", "put them back in the queue"), ("drop", "give them up for good")):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("ids", type=int, nargs="*", metavar="ID")
        verb.add_argument("--all", action="store_true")


def _mail_in(parser: ArgumentParser) -> None:
    parser.add_argument("--to", required=True, metavar="ADDRESS", help="the mailbox it is for")
    parser.add_argument("--from", dest="sender", metavar="ADDRESS", help="the envelope's sender (else $SENDER)")


def _demo(parser: ArgumentParser) -> None:
    parser.add_argument("verb", choices=("load", "clear"))


def _bench(parser: ArgumentParser) -> None:
    whats = ("load", "http", "desk", "hooks", "chat", "live")
    parser.add_argument("what", choices=(*whats, "live-server"), metavar="|".join(whats))
    parser.add_argument("rest", nargs=REMAINDER, metavar="…")


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


def _hands(parser: ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="jobs at once in each group of queues")


COMMANDS = (
    Command("serve", "everything in one process: web, live pages, workers, timers, mail doors", _hands),
    Command("web", "web pages alone (for many processes)"),
    Command("live", "live connections alone (for many processes)"),
    Command("worker", "jobs, timers and mail doors alone (for many processes)", _hands),
    Command("init", "make a workspace and its first admin without a browser", _init),
    Command("mail-in", "take a mail from standard input (exit 0 kept, 67 no such address, 75 try later)", _mail_in, TRY_LATER),
    Command("token", "API tokens", _token),
    Command("trace", "what happened to a ticket, and what caused what", _trace),
    Command("journal", "the journal", _journal),
    Command("routing", "who is given tickets, and how full they are", _routing),
    Command("calendar", "working time: due, between, next opening; tables of cases as JSON lines", _calendar),
    Command("analytics", "what reports and the board count", _analytics),
    Command("knowledge", "articles of the help centre", _knowledge),
    Command("stuck", "jobs that gave up", _stuck),
    Command("backup", "write database, files and keys into one file", _file),
    Command("restore", "bring a backup back", _restore),
    Command("demo", "a believable shop to look at, marked as demo, removable at once", _demo),
    Command("bench", "measure; load N makes data to measure on", _bench),
    Command("check", "is everything well?"),
)
