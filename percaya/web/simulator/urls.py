from django.urls import path

from percaya.web.simulator import views

app_name = "simulator"
_ROOT = "w/<slug:slug>/simulator/"
urlpatterns = [
    path(_ROOT, views.page, name="page"),
    path(f"{_ROOT}<str:public_id>/<slug:name>", views.page, name="phone"),
    path(f"{_ROOT}<str:public_id>/<slug:name>/thread", views.thread, name="thread"),
    path(f"{_ROOT}<str:public_id>/<slug:name>/<slug:verb>", views.do, name="do"),
]
