from django.urls import URLPattern, path

from percaya.web.surveys import stop

app_name = "surveys"
urlpatterns: list[URLPattern] = [
    path("survey/<str:token>/stop", stop.stop, name="stop"),
]
