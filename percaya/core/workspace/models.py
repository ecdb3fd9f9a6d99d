from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from percaya.core.workspace import policy
from percaya.core.workspace.calendar_rows import CalendarVersion, Holiday, HolidayKind, Treatment, WorkCalendar

__all__ = [
    "ApiToken",
    "Brand",
    "CalendarVersion",
    "ChannelAccount",
    "CustomField",
    "CustomRole",
    "FieldKind",
    "Holiday",
    "HolidayKind",
    "Invitation",
    "Member",
    "Role",
    "Team",
    "TeamMember",
    "TicketCounter",
    "Treatment",
    "User",
    "UserManager",
    "WorkCalendar",
    "Workspace",
]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can log in; what they may do is their membership's business."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.name or self.email


class Wearer(models.Model):
    """Who may wear a logo: the business, and each of its brands."""

    logo_sha256 = models.CharField(max_length=64, blank=True)  # the picture's bytes in the blob store; "" for none
    logo_type = models.CharField(max_length=16, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)  # pixels, so that a page keeps its place
    logo_height = models.PositiveSmallIntegerField(default=0)
    logo_alt = models.CharField(max_length=120, blank=True)  # what it shows, for who cannot see it; "" for the name

    class Meta:
        abstract = True


class Workspace(Wearer):
    """One business. Every other row names the workspace it belongs to."""

    slug = models.SlugField(max_length=48, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="id")
    time_zone = models.CharField(max_length=48, default="Asia/Jakarta")
    salutation = models.CharField(max_length=24, blank=True)  # the brand's default sapaan; "" for none
    is_demo = models.BooleanField(default=False)  # never sends, can be removed whole
    settings = models.JSONField(default=dict)  # onboarding, …
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class TicketCounter(models.Model):
    """The last ticket number given out; a row of its own so that its lock holds up nothing else."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True)
    value = models.BigIntegerField(default=0)


class Role(models.TextChoices):
    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    LIGHT = "light"


class CustomRole(models.Model):
    """A role that the business made itself: a name and the rights (policy.py) that it gives."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    rights = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="workspace_customrole_name")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A user in a workspace, with a role and habits of the screen."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.AGENT)
    # With a role of the business's own, ``role`` is "light": should the own one go, little is left rather than much.
    custom_role = models.ForeignKey(CustomRole, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)  # theme, density, after_action, keys_off
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="workspace_member_once")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def rights(self) -> frozenset[str]:
        """What the member may do (policy.RIGHTS)."""
        return policy.rights_of(self.role, self.custom_role.rights if self.custom_role else None)

    def may(self, right: str) -> bool:
        return right in self.rights

    @cached_property
    def hidden_team_ids(self) -> list[int]:
        """Private teams this member is not in (none for supervisors and up). The door (queries.membership) has asked
        already whether there are any."""
        if self.__dict__.get("has_private_teams") is False:
            return []
        if self.may(policy.SUPERVISE):
            return []
        private = Team.objects.filter(workspace_id=self.workspace_id, is_private=True)
        return list(private.exclude(teammember__member_id=self.pk).values_list("pk", flat=True))

    @cached_property
    def team_ids(self) -> list[int]:
        return list(TeamMember.objects.filter(member_id=self.pk).values_list("team_id", flat=True))


class Team(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    is_private = models.BooleanField(default=False)  # its tickets are seen by its members and supervisors only
    is_active = models.BooleanField(default=True)
    calendar = models.ForeignKey(WorkCalendar, null=True, blank=True, on_delete=models.SET_NULL)  # else the brand's

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="workspace_team_name")]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="workspace_teammember_once")]


class Brand(Wearer):
    """A name under which the business writes: what stands in the sender's place and below an answer."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    signature = models.TextField(blank=True)  # Indonesian; may hold variables (core/desk)
    signature_en = models.TextField(blank=True)
    salutation = models.CharField(max_length=24, blank=True)  # the default sapaan; "" for the workspace's
    is_default = models.BooleanField(default=False)
    calendar = models.ForeignKey(WorkCalendar, null=True, blank=True, on_delete=models.SET_NULL)  # where its team has none
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="workspace_brand_name")]

    def __str__(self) -> str:
        return self.name


class FieldKind(models.TextChoices):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # whole rupiah
    DATE = "date"
    CHOICE = "choice"
    MULTI = "multi"
    YESNO = "yesno"
    CONTACT = "contact"


class CustomField(models.Model):
    """A fact that the business keeps of its tickets, contacts or organisations besides those that every desk has."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    of = models.CharField(max_length=12)  # ticket contact organisation
    key = models.SlugField(max_length=40)  # in the API and in conditions; never changes
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=8, choices=FieldKind.choices)
    options = models.JSONField(default=list)  # of choice and multi: [{"value", "name", "name_en"}]
    shown_when = models.JSONField(default=dict)  # {"field": key, "among": [values]}: only then it is asked
    required_to_resolve = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)  # masked; showing it is recorded
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "of", "key"], name="workspace_customfield_key")]

    def __str__(self) -> str:
        return self.name


class ChannelAccount(models.Model):
    """A mailbox, a form, a number: one place where messages arrive and from which answers leave."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    channel = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=254, blank=True)  # normalised; what arrivals are addressed to
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(default=bytes)  # encrypted secrets
    is_active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)  # where its tickets go first
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.SET_NULL)  # as whom answers are written
    last_in_at = models.DateTimeField(null=True)
    last_out_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # what is wrong now, for a person; "" when well
    trouble_at = models.DateTimeField(null=True)
    alarm = models.CharField(max_length=300, blank=True)  # what the provider warns of, until a person has seen to it
    alarm_at = models.DateTimeField(null=True)
    disconnected_at = models.DateTimeField(null=True)  # for good: its keys are gone, its tickets stay
    milestones = models.JSONField(default=dict)  # word -> when it first happened (ISO): saved checked handshake inbound …
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"], condition=~models.Q(address=""), name="workspace_account_address"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A bearer token: only its hash is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)  # it can do what this member can, within its scopes
    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)  # the last characters, to tell tokens apart
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """A single-use link into a workspace, or (with no workspace yet) into the set-up of the first one."""

    workspace = models.ForeignKey(Workspace, null=True, on_delete=models.CASCADE)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.AGENT)
    custom_role = models.ForeignKey(CustomRole, null=True, on_delete=models.CASCADE)
    hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
