"""Addresses below a ticket's own that join it to others, or part it."""

from django.urls import path

from percaya.web.inbox.joining import linking, merging, splitting

urlpatterns = [
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
