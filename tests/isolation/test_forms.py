"""What is posted by those who may not: ids of another workspace in one's own forms, and deeds of a light member."""

import pytest

from tests.cast import Cast, logged_in
from tests.isolation.barrage import barrage, paths
from tests.isolation.houses import House, strangers
from tests.isolation.walking import PARTS, rooms
from tests.isolation.watching import watching

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1500)]  # every address there is, on a busy machine too


@pytest.mark.parametrize("by", ["numbers", "ids"])
@pytest.mark.parametrize("part", PARTS)
def test_ids_of_another_workspace_in_a_form_change_nothing_there_and_bind_nothing_here(
    part: int, by: str, senja: House, warung: House, cast: Cast
) -> None:
    fields = {
        "member": ("assignee", "to", "member", "members", "owner", "value"),
        "team": ("team", "teams", "account_team"),
        "contact": ("contact", "keep", "gone", "with"),
        "organisation": ("organisation",),
        "label": ("label", "labels"),
        "account": ("account", "account_id", "from"),
        "ticket": ("tickets", "ticket", "numbers", "number", "follows"),
        "attachment": ("attachment", "file"),
    }
    plain = {"text": "Halo", "subject": "x", "email": "a@b.example", "name": "x", "state": "open", "priority": "high"}
    numbers = {key: senja.values["number" if kind == "ticket" else f"{kind}_id"] for kind, keys in fields.items() for key in keys}
    texts = {key: senja.ids[kind] for kind, keys in fields.items() for key in keys}
    named = numbers if by == "numbers" else texts
    barrage(rooms(part), senja, warung.values, cast.tono, allowed=range(200, 500), form={**named, **plain})
    assert strangers() == []


@pytest.mark.parametrize("part", PARTS)
def test_a_light_member_changes_no_ticket(part: int, senja: House, cast: Cast) -> None:
    may = {"inbox:note", "inbox:draft", "inbox:upload", "inbox:remove", "live:presence", "live:token"}
    client = logged_in(cast.gilang)
    wrong = []
    with watching(senja.workspace.pk) as watch:
        for one in rooms(part):
            if one.name in may or not one.name.startswith("inbox:"):
                continue
            for path in paths(one, senja.values):
                response = client.post(path, {"text": "x", "to": "me", "state": "resolved"})
                if response.status_code not in (302, 403, 404, 405) or watch.has_changed():
                    wrong.append((path, response.status_code))
    assert wrong == []
