"""Every address of the house, by room."""

from django.urls import URLPattern, URLResolver, include, path

_ROOMS = (
    # What machines and open chats ask, and often, is found first: the others are looked through one by one.
    ("hooks/", "percaya.web.hooks.urls"),
    ("files/", "percaya.web.files.urls"),
    ("api/v1/", "percaya.web.api.urls"),
    ("", "percaya.web.widget.urls"),
    ("", "percaya.web.ui.urls"),
    ("", "percaya.web.accounts.urls"),
    ("", "percaya.web.onboarding.urls"),
    ("", "percaya.web.inbox.urls"),
    ("", "percaya.web.people.urls"),
    ("", "percaya.web.promises.urls"),
    ("", "percaya.web.board.urls"),
    ("", "percaya.web.reports.urls"),
    ("", "percaya.web.escalations.urls"),
    ("", "percaya.web.notices.urls"),
    ("", "percaya.web.live.urls"),
    ("", "percaya.web.settings.urls"),
    ("", "percaya.web.forms.urls"),
    ("", "percaya.web.portal.urls"),
    ("", "percaya.web.simulator.urls"),
    ("", "percaya.web.help.urls"),
    ("", "percaya.web.knowledge.urls"),
    ("", "percaya.web.surveys.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [path(prefix, include(module)) for prefix, module in _ROOMS]

handler400 = "percaya.web.ui.views.bad_request"
handler403 = "percaya.web.ui.views.forbidden"
handler404 = "percaya.web.ui.views.not_found"
handler500 = "percaya.web.ui.views.failed"
