from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "percaya.core.workspace"
    label = "workspace"
