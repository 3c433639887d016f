"""What holds about a segment follows from its decisions, whatever their order, and undo goes all the way."""

from datetime import UTC, datetime

from service.actions.standing import Verdict, standing
from service.store.tables import DecisionRow


def decided(*decisions: tuple[str, str | None]) -> list[DecisionRow]:
    """Decisions (verdict, code; for undo the number of the one it undoes), in their order."""
    return [
        DecisionRow(
            id=str(number), segment_id="s", sequence=number, verdict=verdict,
            code=None if verdict == "undo" else code, undoes=code if verdict == "undo" else None,
            voice="family" if verdict == "voice" else None, codebook="c", key_id="k", decided_by="R. Haddad",
            decided_at=datetime.now(UTC),
        )
        for number, (verdict, code) in enumerate(decisions, 1)
    ]  # fmt: skip


def test_nobody_decided() -> None:
    now = standing([])
    assert now.verdict("hope") is None
    assert not now.settles(["hope"])


def test_accept_reject_and_add() -> None:
    now = standing(decided(("accept", "hope"), ("reject", "worry"), ("add", "strength")))
    verdicts = {code: now.verdict(code) for code in ("hope", "worry", "strength")}
    assert {code: found and found[0] for code, found in verdicts.items()} == {
        "hope": True,
        "worry": False,
        "strength": True,
    }
    assert now.settles(["hope", "worry"])
    assert not now.settles(["hope", "silence"])


def test_none_applies_says_so_of_every_code_until_one_is_added() -> None:
    rows = decided(("accept", "hope"), ("none_applies", None))
    assert standing(rows).verdict("hope") == (False, rows[1])
    assert standing(rows).settles(["anything"])
    again = decided(("none_applies", None), ("add", "hope"))
    assert standing(again).none_applies is None


def test_no_other_says_no_of_every_code_that_was_not_named() -> None:
    rows = decided(("add", "hope"), ("no_other", None))
    assert standing(rows).verdict("hope") == (True, rows[0])
    assert standing(rows).verdict("worry") == (False, rows[1])
    assert standing(rows).settles(["worry"])
    assert standing(rows).none_applies is None
    assert standing(decided(("add", "hope"), ("no_other", None), ("undo", "2"))).verdict("worry") is None
    assert standing(decided(("add", "hope"), ("no_other", None), ("none_applies", None))).verdict("hope") != (True, rows[0])


def test_unsure_settles_and_decides_nothing() -> None:
    now = standing(decided(("unsure", None)))
    assert now.settles(["hope"])
    assert now.verdict("hope") is None


def test_undo_and_undo_of_undo() -> None:
    rows = decided(("accept", "hope"), ("undo", "1"))
    assert standing(rows).verdict("hope") is None
    assert standing(rows).sequence == 2
    back = decided(("accept", "hope"), ("undo", "1"), ("undo", "2"))
    found = standing(back).verdict("hope")
    assert found is not None
    assert found[0]


def test_the_voice_is_the_last_that_was_said() -> None:
    now = standing(decided(("voice", None)))
    assert now.voice is not None
    assert now.voice.verdict == Verdict.VOICE
    assert not now.settles([])
