from django.urls import path

from percaya.web.forms import views

app_name = "forms"
urlpatterns = [
    path("f/<str:public_id>.js", views.loader, name="loader"),
    path("f/<str:public_id>", views.form, name="form"),
]
