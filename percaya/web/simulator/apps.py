from django.apps import AppConfig


class SimulatorPagesConfig(AppConfig):
    name = "percaya.web.simulator"
    label = "simulator_pages"
