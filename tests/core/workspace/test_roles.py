"""Roles of the business's own: no more than their maker's, no less than they say, and little once they are gone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from percaya.core.journal.models import EventRow
from percaya.core.workspace import policy
from percaya.core.workspace.actions.members import change_member, invite, use_invitation
from percaya.core.workspace.actions.roles import give_role, remove_role, save_role
from percaya.core.workspace.models import CustomRole, Member
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def fresh(member: Member) -> Member:
    return Member.objects.select_related("custom_role", "workspace", "user").get(pk=member.pk)


def test_what_a_role_may_do_is_what_it_says(cast: Cast) -> None:
    role = save_role(name="Auditor", rights=[policy.AUDIT], by=cast.ratna)
    budi = give_role(member=cast.budi, role=role, by=cast.wayan)
    assert fresh(budi).rights == {policy.READ, policy.AUDIT}
    ticket = builders.ticket(cast.rina)
    client, base = logged_in(cast.budi), f"/w/{cast.workspace.slug}"
    assert client.get(f"{base}/settings/audit/").status_code == 200
    assert client.get(f"{base}/inbox/{ticket.number}").status_code == 200
    assert client.post(f"{base}/inbox/{ticket.number}/reply", {"text": "Halo"}).status_code == 403
    assert client.get(f"{base}/settings/members/").status_code == 403


def test_a_supervising_role_sees_private_teams_and_another_does_not(cast: Cast) -> None:
    watch = save_role(name="Pengawas", rights=[policy.SUPERVISE], by=cast.ratna)
    assert fresh(give_role(member=cast.budi, role=watch, by=cast.ratna)).may(policy.SUPERVISE)
    assert fresh(give_role(member=cast.budi, role=watch, by=cast.ratna)).hidden_team_ids == []


def test_nobody_makes_or_gives_more_than_they_hold(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        save_role(name="Bos", rights=[policy.ADMINISTER], by=cast.sari)
    small = save_role(name="Kecil", rights=[policy.ADMINISTER, policy.NOTE], by=cast.ratna)
    deputy = fresh(give_role(member=cast.budi, role=small, by=cast.ratna))
    with pytest.raises(PermissionDenied):
        save_role(name="Besar", rights=[policy.AUDIT], by=deputy)
    with pytest.raises(PermissionDenied):
        change_member(member=cast.dewi, role="admin", by=deputy)
    with pytest.raises(PermissionDenied):
        give_role(member=cast.ratna, role=small, by=cast.wayan)
    assert save_role(name="Sendiri", rights=["own", "nonsense"], by=cast.ratna).rights == []


def test_another_houses_role_is_no_role_here(cast: Cast) -> None:
    theirs = save_role(name="Sebelah", rights=[policy.NOTE], by=cast.tono)
    with pytest.raises(PermissionDenied):
        give_role(member=cast.budi, role=theirs, by=cast.ratna)


def test_the_last_owner_stays_one(cast: Cast) -> None:
    role = save_role(name="Kecil", rights=[policy.NOTE], by=cast.ratna)
    with pytest.raises(ValidationError):
        give_role(member=cast.ratna, role=role, by=cast.ratna)


def test_a_role_somebody_has_stays_and_one_that_goes_leaves_little(cast: Cast) -> None:
    role = save_role(name="Gudang", rights=[policy.NOTE, policy.REPLY], by=cast.ratna)
    give_role(member=cast.budi, role=role, by=cast.ratna)
    with pytest.raises(ValidationError):
        remove_role(role=role, by=cast.ratna)
    Member.objects.filter(pk=cast.budi.pk).update(is_active=False)
    remove_role(role=role, by=cast.ratna)
    assert fresh(cast.budi).rights == policy.rights_of("light")
    assert not CustomRole.objects.exists()


def test_an_invitation_may_carry_it(cast: Cast) -> None:
    role = save_role(name="Gudang", rights=[policy.NOTE], by=cast.ratna)
    secret = invite(workspace=cast.workspace, email="baru@contoh.example", role="agent", custom_role=role, by=cast.ratna)
    taken = use_invitation(secret)
    assert taken.custom_role == role and taken.role == "light"


def test_looking_as_another_shows_their_desk_and_changes_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    base, client = f"/w/{cast.workspace.slug}", logged_in(cast.wayan)
    listed = client.get(f"{base}/settings/members/").content.decode()
    address = next(part.split('"')[0] for part in listed.split('action="') if part.split('"')[0].endswith("/look"))
    assert client.post(address).status_code == 302
    assert EventRow.objects.filter(kind="member.viewed_as").count() == 1
    page = client.get(f"{base}/inbox").content.decode()
    assert "Berhenti melihat" in page
    before = EventRow.objects.count()
    assert client.get(f"{base}/inbox/{ticket.number}").status_code == 200
    answer = client.post(f"{base}/inbox/{ticket.number}/reply", {"text": "Halo"}, headers={"HX-Request": "true"})
    assert answer.status_code == 403 and EventRow.objects.count() == before
    assert ticket.seen_set.count() == 0, "what another reads must not count as read"
    client.post(f"{base}/settings/members/look-no-more")
    assert "Berhenti melihat" not in client.get(f"{base}/inbox").content.decode()


def test_an_agent_looks_as_nobody(cast: Cast) -> None:
    assert logged_in(cast.dewi).get(f"/w/{cast.workspace.slug}/settings/members/").status_code == 403


def test_the_audit_page_tells_who_changed_what(cast: Cast) -> None:
    save_role(name="Gudang", rights=[policy.NOTE], by=cast.ratna)
    page = logged_in(cast.wayan).get(f"/w/{cast.workspace.slug}/settings/audit/").content.decode()
    assert "Ratna" in page and "Gudang" in page
    assert logged_in(cast.sari).get(f"/w/{cast.workspace.slug}/settings/audit/").status_code == 403
