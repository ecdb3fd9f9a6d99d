from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "percaya.stages.escalation"
    label = "escalation"
