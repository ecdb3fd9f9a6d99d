from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "percaya.web.onboarding"
    label = "web_onboarding"
