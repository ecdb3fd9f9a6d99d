from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "percaya.runtime"
    label = "runtime"
