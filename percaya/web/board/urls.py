from django.urls import path

from percaya.web.board import rows, views, wall

app_name = "board"
_B = "w/<slug:slug>/board"
urlpatterns = [
    path(_B, views.page, name="page"),
    path(_B + "/now", views.now, name="now"),
    path(_B + "/rows/<slug:tile>", rows.page, name="rows"),
    path(_B + "/hand-over", rows.hand_over, name="hand_over"),
    path(_B + "/alerts/<int:pk>/take", views.take, name="take"),
    path(_B + "/wall", wall.links, name="walls"),
    path(_B + "/wall/<int:pk>/revoke", wall.revoke, name="revoke_wall"),
    path("wall/<str:token>", wall.screen, name="wall"),
    path("wall/<str:token>/now", wall.now, name="wall_now"),
    path("wall/<str:token>/stream", wall.stream, name="wall_stream"),
]
