"""The addresses of the agent's desk: one table, each room with its own part."""

from django.urls import include, path

from percaya.web.inbox.composer.macros import mentionable
from percaya.web.inbox.opening.calling import call
from percaya.web.inbox.opening.creating import new
from percaya.web.inbox.opening.sharing import shared
from percaya.web.inbox.ticket.files import download
from percaya.web.inbox.ticket.people import proposal
from percaya.web.inbox.why.views import why

app_name = "inbox"
_W = "w/<slug:slug>/"
_T = _W + "inbox/<int:number>"
urlpatterns = [
    path(_W, include("percaya.web.inbox.lists.urls")),
    path(_W, include("percaya.web.inbox.bulk.urls")),
    path(_W, include("percaya.web.inbox.held.urls")),
    path(_T, include("percaya.web.inbox.ticket.urls")),
    path(_T, include("percaya.web.inbox.composer.urls")),
    path(_T, include("percaya.web.inbox.joining.urls")),
    path(_T + "/why", why, name="why"),
    path(_W + "new", new, name="new"),
    path(_W + "call", call, name="call"),
    path(_W + "share", shared, name="shared"),
    path(_W + "mentionable", mentionable, name="mentionable"),
    path(_W + "files/<str:public_id>/<str:name>", download, name="file"),
    path(_W + "proposals/<int:proposal_id>/<slug:verdict>", proposal, name="proposal"),
]
