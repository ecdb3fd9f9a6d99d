"""Addresses of the composer, below a ticket's own."""

from django.urls import path

from percaya.web.inbox.composer import approved, drafting, macros, taking, uploads, writing

urlpatterns = [
    path("/compose", drafting.compose, name="compose"),
    path("/draft/<slug:kind>", drafting.draft, name="draft"),
    path("/draft/<slug:kind>/share", drafting.share, name="share"),
    path("/preview", macros.preview, name="preview"),
    path("/approved/preview", approved.preview, name="approved_preview"),
    path("/macros", macros.offered, name="macros"),
    path("/macros/use", macros.use, name="use_macro"),
    path("/macros/run", macros.run, name="run_macro"),
    path("/addresses", macros.known_addresses, name="addresses"),
    path("/files", uploads.upload, name="upload"),
    path("/files/<slug:kind>/<int:attachment_id>/remove", uploads.remove, name="remove"),
    path("/reply", writing.reply, name="reply"),
    path("/take-over", taking.take, name="take_over"),
    path("/note", writing.note, name="note"),
    path("/forward", writing.forward, name="forward"),
    path("/messages/<int:message_id>/cancel", writing.cancel, name="cancel"),
    path("/messages/<int:message_id>/later", writing.later, name="later"),
    path("/messages/<int:message_id>/resend", writing.resend, name="resend"),
]
