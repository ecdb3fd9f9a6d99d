from django.urls import path

from percaya.web.live import views

app_name = "live"
urlpatterns = [
    path("w/<slug:slug>/live/token", views.token, name="token"),
    path("w/<slug:slug>/live/work", views.work, name="work"),
    path("w/<slug:slug>/live/<int:number>/presence", views.presence_at, name="presence"),
]
