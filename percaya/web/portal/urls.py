from django.urls import path

from percaya.web.portal import rating, views

app_name = "portal"
urlpatterns = [
    path("s/<str:token>", views.status, name="status"),
    path("s/<str:token>/reply", views.reply, name="reply"),
    path("s/<str:token>/solved", views.solved, name="solved"),
    path("s/<str:token>/not-solved", views.not_solved, name="not_solved"),
    path("s/<str:token>/files/<str:public_id>", views.file, name="file"),
    path("r/<str:token>", rating.page, name="rating"),
]
