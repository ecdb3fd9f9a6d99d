"""Keys: one table, no two commands on one key, one's own keys wherever a key is printed."""

import pytest

from percaya.web.ui import keys
from percaya.web.ui.commands import COMMANDS


def test_no_command_starts_another_and_none_belongs_to_the_browser() -> None:
    assert keys.clashes({}) == {}
    all_keys = [key for command in COMMANDS for key in (command.key, *command.also) if key]
    assert len(all_keys) == len(set(all_keys))
    assert not [key for key in all_keys if "Alt" in key or ("mod+Shift+" in key and not key.endswith("Enter"))]
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("e", "e"), ("E", "E"), ("shift+e", "E"), ("Ctrl+B", "mod+b"), ("⌘K", "mod+k"), ("g  i", "g i"), ("", ""), ("+", "+"),
     ("ctrl+enter", "mod+Enter"), ("Ctrl+Shift+↵", "mod+Shift+Enter"), ("↵", "Enter"), ("?", "?")],
)  # fmt: skip
def test_a_key_is_read_as_people_write_it_and_printed_alike(typed: str, key: str) -> None:
    assert keys.read(typed) == key
    assert keys.read(keys.printed(key)) == key


@pytest.mark.parametrize("typed", ["alt+e", "ctrl+t", "ctrl+w", "ctrl+shift+t", "F5", "abc", "hyper+x", "ctrl+"])
def test_keys_of_the_browser_and_of_letters_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"tidak bisa dipakai|bukan tombol|cannot be used|is not a key"):
        keys.read(typed)


def test_a_sequence_and_its_first_key_are_a_clash() -> None:
    assert "take" in keys.clashes({"take": "g"})
    assert keys.clashes({"take": "e"}) == {"take": "resolve", "resolve": "take"}
    assert keys.clashes({"take": "e", "resolve": ""}) == {}


def test_ones_own_keys_are_printed_and_only_differences_are_kept() -> None:
    assert (keys.key_of("resolve"), keys.key_of("reopen"), keys.key_of("send")) == ("e", "Shift+E", "Ctrl+↵")
    with keys.own_keys({"keys": {"resolve": "v"}}):
        assert (keys.key_of("resolve"), keys.shortcuts("resolve")) == ("v", "v")
    with keys.own_keys({"keys_off": True}):
        assert (keys.key_of("resolve"), keys.key_of("send")) == ("", "Ctrl+↵")
    assert keys.key_of("resolve") == "e"
    assert keys.chosen({"resolve": "v", "take": "i", "gone": "q"}) == {"resolve": "v"}


def test_assistive_technology_hears_both_modifiers_and_no_sequences() -> None:
    assert keys.shortcuts("palette") == "Control+k Meta+k"
    assert (keys.shortcuts("reopen"), keys.shortcuts("go-inbox")) == ("Shift+E", "")
