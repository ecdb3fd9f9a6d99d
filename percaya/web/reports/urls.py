from django.urls import path

from percaya.web.reports import exports, focus, forecasts, mails, views

app_name = "reports"
_R = "w/<slug:slug>/reports"
urlpatterns = [
    path(_R, views.page, name="page"),
    path(_R + "/rows/<slug:metric>", views.rows, name="rows"),
    path(_R + "/handled", focus.tickets, name="handled"),
    path(_R + "/forecasts", forecasts.page, name="forecasts"),
    path(_R + "/export", exports.export, name="export"),
    path(_R + "/mails", mails.page, name="mails"),
    path(_R + "/mails/<int:pk>/stop", mails.stop, name="stop_mail"),
    path("reports/stop/<str:token>", mails.stop_by_link, name="stop_by_link"),
]
