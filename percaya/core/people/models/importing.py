from django.db import models


class ImportState(models.TextChoices):
    DRAFT = "draft"  # uploaded; columns are being named
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"  # the file could not be read any more


class PeopleImport(models.Model):
    """One file of contacts or organisations on its way in. ``done`` is the cursor: rows before it are decided."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    of = models.CharField(max_length=12)  # contact organisation
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=16)
    delimiter = models.CharField(max_length=1)
    columns = models.JSONField(default=list)  # what each column of the file becomes; "" is left out
    on_match = models.CharField(max_length=8, default="update")  # update skip only (update, never make new ones)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.DRAFT)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class ImportTrouble(models.Model):
    """Why a row stayed out. The row itself is read from the file again when somebody asks for it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    of_import = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="troubles", db_index=False)
    row = models.PositiveIntegerField()  # 1 is the first under the heading
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of_import", "row"], name="people_importtrouble_once")]
