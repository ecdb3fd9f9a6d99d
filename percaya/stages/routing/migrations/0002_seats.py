"""Everybody who is a member already has a seat, and what they hold already weighs on them."""

from django.db import migrations

MAIL = 10  # tenths: there are no chats yet


def seat_everybody(apps, schema_editor):
    member, seat = apps.get_model("workspace", "Member"), apps.get_model("routing", "Seat")
    ticket, charge = apps.get_model("tickets", "Ticket"), apps.get_model("routing", "Charge")
    held = {}
    rows = ticket.objects.filter(shelf=0).exclude(assignee=None).values_list("pk", "workspace_id", "assignee_id", "updated_at")
    batch = []
    for pk, workspace_id, member_id, at in rows.iterator():
        held[member_id] = held.get(member_id, 0) + MAIL
        batch.append(charge(workspace_id=workspace_id, ticket_id=pk, member_id=member_id, weight=MAIL, since=at))
        if len(batch) >= 1000:
            charge.objects.bulk_create(batch)
            batch = []
    charge.objects.bulk_create(batch)
    seat.objects.bulk_create(
        seat(workspace_id=workspace_id, member_id=pk, used=held.get(pk, 0))
        for pk, workspace_id in member.objects.values_list("pk", "workspace_id")
    )


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_initial")]

    operations = [migrations.RunPython(seat_everybody, migrations.RunPython.noop)]
