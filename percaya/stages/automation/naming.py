"""How a rule is called where it is the actor: in stories, in the audit page, in the trace."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from percaya.core.tickets.queries.sentences import NAMERS
from percaya.stages.automation.queries import rule_names


def called(workspace_id: int) -> Mapping[int, str]:
    return {pk: _("Rule “%(name)s”") % {"name": name} for pk, name in rule_names(workspace_id).items()}


NAMERS["rule"] = called
