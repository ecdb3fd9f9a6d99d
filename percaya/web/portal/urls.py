from django.urls import path

from percaya.web.portal import around, asking, entering, logos, mine, rating, views

app_name = "portal"
_T = "p/<slug:slug>/tickets/<int:number>"
urlpatterns = [
    path("s/<str:token>", views.status, name="status"),
    path("s/<str:token>/reply", views.reply, name="reply"),
    path("s/<str:token>/solved", views.solved, name="solved"),
    path("s/<str:token>/not-solved", views.not_solved, name="not_solved"),
    path("s/<str:token>/files/<str:public_id>", views.file, name="file"),
    path("r/<str:token>", rating.page, name="rating"),
    path("p/<slug:slug>/enter", entering.enter, name="enter"),
    path("p/<slug:slug>/code", entering.code, name="code"),
    path("p/<slug:slug>/in/<str:secret>", entering.link, name="link"),
    path("p/<slug:slug>/out", entering.out, name="out"),
    path("p/<slug:slug>", mine.mine, name="mine"),
    path("p/<slug:slug>/logo/<str:key>", logos.logo, name="logo"),
    path("p/<slug:slug>/new", asking.new, name="new"),
    path("p/<slug:slug>/answered", asking.answered, name="answered"),
    path(_T, views.my_status, name="my_status"),
    path(_T + "/reply", views.my_reply, name="my_reply"),
    path(_T + "/solved", views.my_solved, name="my_solved"),
    path(_T + "/not-solved", views.my_not_solved, name="my_not_solved"),
    path(_T + "/files/<str:public_id>", views.my_file, name="my_file"),
    path(_T + "/add", around.add, name="my_add"),
    path(_T + "/follow", around.follow, name="my_follow"),
    path(_T + "/unfollow", around.unfollow, name="my_unfollow"),
]
