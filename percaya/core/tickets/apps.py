from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "percaya.core.tickets"
    label = "tickets"
