"""What every channel must keep, as checks that take a channel and its folder. ``CHECKS`` is all of them."""

from collections.abc import Callable
from pathlib import Path

from percaya.channels.contract import Channel
from tests.contracts.conformance import hostile, payloads, sending, shape

Check = Callable[[Channel, Path], None]

CHECKS: tuple[Check, ...] = (
    shape.has_readme_icon_and_payloads,
    shape.has_sane_capabilities,
    shape.has_settings_in_both_languages,
    shape.is_pure,
    payloads.reads_every_payload_as_promised,
    payloads.reads_the_same_twice,
    payloads.gives_one_digest_whatever_the_door,
    payloads.gives_text_that_can_be_stored,
    hostile.survives_garbage,
    hostile.survives_cut_payloads,
    hostile.survives_depth,
    hostile.survives_size,
    sending.composes_the_same_twice,
    sending.lets_no_header_be_slipped_in,
    sending.threads_the_answer_to_what_it_composed,
    sending.says_what_an_answer_means,
    sending.refuses_to_send_to_nobody,
)
