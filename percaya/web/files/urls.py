from django.urls import path

from percaya.web.files import views

app_name = "files"
urlpatterns = [
    path("stand-in.png", views.stand_in, name="stand_in"),
    path("<str:token>/<str:name>", views.file, name="file"),
]
