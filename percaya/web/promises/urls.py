from django.urls import path

from percaya.web.promises import ledger, views

app_name = "promises"
_W = "w/<slug:slug>/"
_T = _W + "inbox/<int:number>/promises"
urlpatterns = [
    path(_W + "promises", ledger.page, name="ledger"),
    path(_T + "/new", views.new, name="new"),
    path(_T + "/<int:promise_id>/<slug:verb>", views.settle, name="settle"),
]
