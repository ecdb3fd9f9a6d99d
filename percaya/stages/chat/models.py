"""Visitors of live chats and the tickets that they may see."""

from django.db import models


class Visitor(models.Model):
    """One browser ("web:…", a key that only its signed pass names) or one signed identity of the business's site ("site:…").
    Made with the first message: who only looks leaves no row."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=80)
    is_signed = models.BooleanField(default=False)  # the site's own server vouches for who this is
    name = models.CharField(max_length=160, blank=True)  # what they said before the chat; never asked twice
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, blank=True)
    page = models.CharField(max_length=1000, blank=True)  # the page they look at, if they let us
    last_seen_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="chat_visitor_once")]

    def __str__(self) -> str:
        return self.key


class Conversation(models.Model):
    """A ticket in which this visitor has written. Nothing else lets a visitor see a ticket: not the contact, whom a person
    may have merged with another, and no address that anybody can type."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    mailed_to = models.BigIntegerField(default=0)  # the newest message that went out by e-mail because nobody read it here

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "ticket"], name="chat_conversation_once")]
