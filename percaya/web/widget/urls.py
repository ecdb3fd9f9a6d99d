from django.urls import include, path

from percaya.web.widget import after, asking, helping, panel, sessions, site, talking

app_name = "widget"
_CHAT = [
    path("", panel.panel, name="panel"),
    path("/talk", talking.talk, name="talk"),
    path("/say", talking.say, name="say"),
    path("/heard", talking.heard, name="heard"),
    path("/here", talking.here, name="here"),
    path("/session", sessions.session, name="session"),
    path("/site", site.site, name="site"),
    path("/rate", asking.rate, name="rate"),
    path("/help", helping.find, name="help"),
    path("/help/<str:article>", helping.article, name="article"),
    path("/keep", after.keep, name="keep"),
    path("/link", after.link, name="link"),
    path("/forget", after.forget, name="forget"),
    path("/file/<str:attachment>", after.file, name="file"),
]
urlpatterns = [path("w.js", panel.loader, name="loader"), path("chat/<str:public_id>", include(_CHAT))]
