"""Addresses of what is held or stuck, below the workspace's."""

from django.urls import path

from percaya.web.inbox.held import views

urlpatterns = [
    path("quarantine", views.quarantine, name="quarantine"),
    path("quarantine/<int:arrival_id>", views.arrival, name="arrival"),
    path("quarantine/<int:arrival_id>/raw", views.raw, name="arrival_raw"),
    path("quarantine/<int:arrival_id>/<slug:verb>", views.settle, name="settle"),
    path("stuck", views.stuck, name="stuck"),
    path("stuck/<int:job_id>/<slug:verb>", views.unstick, name="unstick"),
]
