from django.urls import path

from percaya.web.hooks import views

app_name = "hooks"
urlpatterns = [path("<str:channel>/<str:public_id>", views.knock, name="knock")]
