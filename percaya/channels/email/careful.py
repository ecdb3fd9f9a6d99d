"""The careful reading; where it has a defect, the lenient one."""

from percaya.channels.contract import AccountFacts, RawArrival, Reading, Unreadable
from percaya.channels.email.lenient import read_leniently
from percaya.channels.email.reading import read_mail


def careful_or_lenient(arrival: RawArrival, account: AccountFacts) -> Reading:
    """A defect of ours must not hide a customer's mail; the warning "lenient-parse" tells of it."""
    try:
        return read_mail(arrival, account)
    except Unreadable:
        raise
    except Exception:  # whatever it is, the second reader gets its chance
        return read_leniently(arrival, account)
