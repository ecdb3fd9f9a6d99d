from django.apps import AppConfig


class NoticesPagesConfig(AppConfig):
    name = "percaya.web.notices"
    label = "notices_pages"
