from django.urls import path

from percaya.web.onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("setup/<str:secret>", views.setup, name="setup"),
    path("welcome/", views.business, name="business"),
    path("w/<slug:slug>/welcome/close", views.close, name="close"),
    path("w/<slug:slug>/welcome/channel/try", views.try_channel, name="try"),
    path("w/<slug:slug>/welcome/<str:step>/", views.step, name="step"),
    path("w/<slug:slug>/welcome/<str:step>/skip", views.skip, name="skip"),
]
