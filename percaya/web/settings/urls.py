from django.urls import path

from percaya.web.settings.pages import api, channels, forms, hours, keys, labels, me, members, teams, views, workspace

app_name = "settings"
_ROOT = "w/<slug:slug>/settings/"
urlpatterns = [
    path(_ROOT, me.index, name="index"),
    path(f"{_ROOT}me/", me.page, name="me"),
    path(f"{_ROOT}keys/", keys.page, name="keys"),
    path(f"{_ROOT}workspace/", workspace.page, name="workspace"),
    path(f"{_ROOT}hours/", hours.page, name="hours"),
    path(f"{_ROOT}members/", members.page, name="members"),
    path(f"{_ROOT}members/invite", members.invite, name="invite"),
    path(f"{_ROOT}members/<str:public_id>", members.change, name="member"),
    path(f"{_ROOT}invitations/<int:pk>/withdraw", members.withdraw, name="withdraw"),
    path(f"{_ROOT}teams/", teams.page, name="teams"),
    path(f"{_ROOT}teams/<str:public_id>/", teams.edit, name="team"),
    path(f"{_ROOT}channels/", channels.page, name="channels"),
    path(f"{_ROOT}channels/new/<slug:key>/", channels.connect, name="connect"),
    path(f"{_ROOT}channels/<str:public_id>/", channels.edit, name="channel"),
    path(f"{_ROOT}channels/<str:public_id>/pause", channels.pause, name="pause"),
    path(f"{_ROOT}channels/<str:public_id>/check", channels.check, name="check"),
    path(f"{_ROOT}channels/<str:public_id>/try", channels.send_test, name="try"),
    path(f"{_ROOT}forms/new", forms.new, name="new_form"),
    path(f"{_ROOT}forms/<str:public_id>/", forms.build, name="form"),
    path(f"{_ROOT}api/", api.page, name="api"),
    path(f"{_ROOT}api/<str:public_id>/revoke", api.revoke, name="revoke"),
    path(f"{_ROOT}views/", views.page, name="views"),
    path(f"{_ROOT}views/new", views.new, name="new_view"),
    path(f"{_ROOT}views/<str:public_id>", views.edit, name="view"),
    path(f"{_ROOT}labels/", labels.page, name="labels"),
    path(f"{_ROOT}labels/<str:public_id>", labels.change, name="label"),
]
