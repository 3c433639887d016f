"""Stand-ins hold through a case and through nothing else, and no name is kept to do it."""

import pytest

from redaction.pseudonyms import STAND_IN, CaseMemory, kind_for_role

KEY = b"a key of sixteen bytes or more"


def test_the_same_form_is_recalled_in_a_later_note_of_the_case() -> None:
    first = CaseMemory(KEY, salt="project case-1")
    stand_in = first.new("PERSON")
    first.remember(stand_in, "full", "kofi mensah")
    later = CaseMemory(KEY, salt="project case-1", entries=first.fresh)
    assert later.recall("full", "kofi mensah") == "[PERSON 1]"
    assert later.new("PERSON") == "[PERSON 2]"


def test_another_case_or_key_knows_nothing_of_it() -> None:
    memory = CaseMemory(KEY, salt="project case-1")
    memory.remember("[PERSON 1]", "full", "kofi mensah")
    assert CaseMemory(KEY, salt="project case-2", entries=memory.fresh).recall("full", "kofi mensah") is None
    assert (
        CaseMemory(b"another key, as long", salt="project case-1", entries=memory.fresh).recall("full", "kofi mensah") is None
    )


def test_what_is_kept_holds_no_name() -> None:
    memory = CaseMemory(KEY, salt="project case-1")
    memory.remember("[PERSON 1]", "full", "kofi mensah")
    assert all(set(digest) <= set("0123456789abcdef") for digest in memory.fresh)


def test_roles_begin_without_a_number_and_things_with_one() -> None:
    memory = CaseMemory(KEY, salt="s")
    assert [memory.new("SOCIAL WORKER"), memory.new("SOCIAL WORKER")] == [
        "[SOCIAL WORKER]",
        "[SOCIAL WORKER 2]",
    ]
    assert [memory.new("SCHOOL"), memory.new("SCHOOL")] == ["[SCHOOL 1]", "[SCHOOL 2]"]


def test_numbers_go_on_where_a_case_left_off() -> None:
    entries = {"a" * 40: "[SOCIAL WORKER]", "b" * 40: "[SCHOOL 3]"}
    memory = CaseMemory(KEY, salt="s", entries=entries)
    assert (memory.new("SOCIAL WORKER"), memory.new("SCHOOL")) == ("[SOCIAL WORKER 2]", "[SCHOOL 4]")


def test_a_role_that_is_not_on_the_list_gives_no_stand_in_of_its_own() -> None:
    assert kind_for_role("Mum") == "MOTHER"
    assert kind_for_role("kofi's mum") is None


def test_only_known_kinds_between_brackets_are_stand_ins() -> None:
    assert STAND_IN.fullmatch("[PERSON 3]")
    assert STAND_IN.fullmatch("[CHILD]")
    assert not STAND_IN.search("[KOFI MENSAH]")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        CaseMemory(b"short", salt="s")
