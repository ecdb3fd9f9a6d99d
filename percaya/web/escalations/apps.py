from django.apps import AppConfig


class EscalationPagesConfig(AppConfig):
    name = "percaya.web.escalations"
    label = "escalation_pages"
