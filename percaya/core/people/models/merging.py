from django.db import models

from percaya.core.people.models.contact import Contact


class MergeProposal(models.Model):
    """Two contacts that may be one person: shown to an agent, never done silently."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    first = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    evidence = models.CharField(max_length=254)  # the address they share
    state = models.CharField(max_length=10, default="open")  # open merged dismissed
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="people_mergeproposal_once")]


class ContactMerge(models.Model):
    """What a merge moved, so that it can be taken back: names of columns and ids of rows, no personal text."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    keep = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)  # {"handles", "notes", "consents": [ids], "columns", "attributes": [names]}
    event_id = models.BigIntegerField(default=0)  # of ContactsMerged; what moved elsewhere names it as its cause
    created_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
