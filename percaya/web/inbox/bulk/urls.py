"""Addresses of deeds to many tickets, below the workspace's."""

from django.urls import path

from percaya.web.inbox.bulk import views

urlpatterns = [
    path("inbox/bulk", views.bulk, name="bulk"),
    path("inbox/bulk/choose", views.choose, name="bulk_choose"),
    path("inbox/bulk/size", views.size, name="bulk_size"),
    path("inbox/bulk/menu", views.menu, name="bulk_menu"),
    path("bulk", views.runs, name="runs"),
    path("bulk/<str:public_id>", views.run, name="run"),
    path("bulk/<str:public_id>/panel", views.panel, name="run_panel"),
    path("bulk/<str:public_id>/<slug:verb>", views.run_do, name="run_do"),
]
