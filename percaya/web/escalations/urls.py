from django.urls import path

from percaya.web.escalations import views

app_name = "escalations"
_W = "w/<slug:slug>/"
urlpatterns = [
    path(_W + "escalations", views.page, name="page"),
    path(_W + "inbox/<int:number>/escalate", views.ask, name="ask"),
    path(_W + "escalations/<str:public_id>/<slug:verb>", views.act, name="act"),
]
