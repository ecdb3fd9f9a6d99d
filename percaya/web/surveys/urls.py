from django.urls import URLPattern, path

from percaya.web.surveys import results, stop

app_name = "surveys"
_R = "w/<slug:slug>/surveys"
urlpatterns: list[URLPattern] = [
    path(_R, results.page, name="results"),
    path(_R + "/rows/<slug:metric>", results.rows, name="rows"),
    path(_R + "/export", results.export, name="export"),
    path("survey/<str:token>/stop", stop.stop, name="stop"),
]
