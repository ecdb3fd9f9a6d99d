from django.urls import path

from percaya.web.notices import app, bell, devices, wishes

app_name = "notices"
_W = "w/<slug:slug>/notices"
urlpatterns = [
    path(_W, bell.page, name="list"),
    path(_W + "/bell", bell.menu, name="bell"),
    path(_W + "/<int:number>", bell.follow, name="follow"),
    path(_W + "/read", bell.read, name="read"),
    path(_W + "/settings", wishes.page, name="settings"),
    path(_W + "/devices", devices.allow, name="devices"),
    path(_W + "/devices/forget", devices.forget, name="forget"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("sw.js", app.service_worker, name="worker"),
    path("share", app.share, name="share"),
    path("offline", app.offline, name="offline"),
]
