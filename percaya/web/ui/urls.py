from django.urls import path

from percaya.web.ui import views

app_name = "ui"
urlpatterns = [
    path("_ui/<str:name>", views.bundle, name="bundle"),
    path("_ui/look/", views.look, name="look"),
    path("_kit", views.kit, name="kit"),
]
