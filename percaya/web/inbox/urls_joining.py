"""Addresses inside one ticket: what is in it, and how it is joined to others."""

from django.urls import path

from percaya.web.inbox import linking, merging, splitting, within

urlpatterns = [
    path("/find", within.find, name="find"),
    path("/messages/<int:message_id>", within.message, name="message"),
    path("/merge", merging.merge_page, name="merge"),
    path("/merge/into", merging.merge_now, name="merge_now"),
    path("/joinings/<int:joining_id>/undo", merging.undo, name="undo_joining"),
    path("/split", splitting.split_page, name="split"),
    path("/split/now", splitting.split_now, name="split_now"),
    path("/links", linking.links, name="links"),
    path("/links/add", linking.add, name="add_link"),
    path("/links/<int:link_id>/remove", linking.remove, name="remove_link"),
    path("/links/children", linking.children, name="children"),
]
