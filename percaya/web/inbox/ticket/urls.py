"""Addresses of one ticket, below its number."""

from django.urls import path

from percaya.web.inbox.ticket import around, around_changes, changes, files, pages, reacting, within

urlpatterns = [
    path("", pages.ticket, name="ticket"),
    path("/earlier", pages.earlier, name="earlier"),
    path("/fresh", pages.fresh, name="fresh"),
    path("/offers", pages.offers, name="offers"),
    path("/find", within.find, name="find"),
    path("/messages/<int:message_id>", within.message, name="message"),
    path("/messages/<int:message_id>/html", files.html, name="html"),
    path("/messages/<int:message_id>/raw", files.raw, name="raw"),
    path("/files/<int:attachment_id>/fetch", reacting.fetch, name="fetch_file"),
    path("/messages/<int:message_id>/react", reacting.react, name="react"),
    path("/around", around.around, name="around"),
    path("/around/<slug:verb>", around_changes.around_change, name="around_change"),
    path("/change/<slug:verb>", changes.change, name="change"),
    path("/undo", changes.take_back, name="undo"),
]
