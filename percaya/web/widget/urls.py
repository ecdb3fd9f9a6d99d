from django.urls import path

from percaya.web.widget import after, asking, helping, panel, sessions, site, talking

app_name = "widget"
_CHAT = "chat/<str:public_id>"
urlpatterns = [
    path("w.js", panel.loader, name="loader"),
    path(_CHAT, panel.panel, name="panel"),
    path(f"{_CHAT}/site", site.site, name="site"),
    path(f"{_CHAT}/session", sessions.session, name="session"),
    path(f"{_CHAT}/say", talking.say, name="say"),
    path(f"{_CHAT}/talk", talking.talk, name="talk"),
    path(f"{_CHAT}/heard", talking.heard, name="heard"),
    path(f"{_CHAT}/here", talking.here, name="here"),
    path(f"{_CHAT}/rate", asking.rate, name="rate"),
    path(f"{_CHAT}/help", helping.find, name="help"),
    path(f"{_CHAT}/help/<str:article>", helping.article, name="article"),
    path(f"{_CHAT}/keep", after.keep, name="keep"),
    path(f"{_CHAT}/link", after.link, name="link"),
    path(f"{_CHAT}/forget", after.forget, name="forget"),
    path(f"{_CHAT}/file/<str:attachment>", after.file, name="file"),
]
