from django.urls import path

from percaya.web.help import feedback, feeds, pictures, views

app_name = "help"
_B = "bantuan/<slug:slug>/<slug:language>"
urlpatterns = [
    path("bantuan", views.index, name="index"),
    path("bantuan/<slug:slug>", views.index, name="of"),
    path("bantuan/<slug:slug>/sitemap.xml", feeds.sitemap, name="sitemap"),
    path("bantuan/<slug:slug>/gambar/<str:public_id>", pictures.picture, name="picture"),
    path(_B, views.home, name="home"),
    path(_B + "/cari", views.search, name="search"),
    path(_B + "/feed.atom", feeds.feed, name="feed"),
    path(_B + "/k/<slug:name>", views.category, name="category"),
    path(_B + "/a/<slug:name>", views.article, name="article"),
    path(_B + "/a/<slug:name>/nilai", feedback.rate, name="rate"),
]
