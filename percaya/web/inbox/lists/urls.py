"""Addresses of the list, the queue, search and the palette, below the workspace's."""

from django.urls import path

from percaya.web.inbox.lists import arranging, finding, pages, palette, queueing

urlpatterns = [
    path("inbox", pages.inbox, name="list"),
    path("inbox/rows", pages.rows, name="rows"),
    path("inbox/views", pages.views, name="views"),
    path("inbox/choices", pages.choices, name="choices"),
    path("inbox/arrange", arranging.arrange, name="arrange"),
    path("inbox/<int:number>/skip", queueing.skip, name="skip"),
    path("queue", queueing.queue, name="queue"),
    path("search", finding.search, name="search"),
    path("palette", palette.palette, name="palette"),
]
