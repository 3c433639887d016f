"""What was asked of a search for topics, and how it stands, as a sentence for the page."""

from collections.abc import Mapping

from service.actions.topics.asked import SearchOptions, Selection
from service.actions.topics.types import EditView, TopicRun

STATES = {"queued": "waiting", "running": "running", "done": "done", "failed": "failed", "cancelled": "cancelled"}
_DETAIL = {-3: "much coarser", -2: "much coarser", -1: "coarser", 0: "", 1: "finer", 2: "much finer", 3: "much finer"}


def asked(selection: Selection, options: SearchOptions, codes: Mapping[str, str]) -> str:
    """Which segments a search looks at and how; codes by their names."""
    said = [_whose(selection)]
    if selection.voices:
        said.append(f"voice {' or '.join(selection.voices)}")
    if selection.codes:
        said.append(f"coded {' or '.join(codes.get(one, one) for one in selection.codes)}")
    said += [f"{name} {value}" for name, value in selection.attributes.items()]
    if selection.since or selection.until:
        said.append(" ".join(f"{word} {day:%-d %b %Y}" for word, day in
                             (("from", selection.since), ("until", selection.until)) if day))  # fmt: skip
    if selection.note_types:
        said.append(" or ".join(selection.note_types))
    return ", ".join([*said, *_how(options)])


def _whose(selection: Selection) -> str:
    if selection.residue:
        return "What no code explains"
    return "Children’s own voices" if selection.child_voice else "All segments"


def _how(options: SearchOptions) -> list[str]:
    said = [f"{options.topics} topics" if options.topics else _DETAIL[round(options.detail)]]
    said += [options.method] * (options.method != SearchOptions.model_fields["method"].default)
    said += ["guided by an earlier run"] * (options.guided_by is not None)
    return [one for one in said if one]


def edited(edit: EditView, names: Mapping[int, str]) -> str:
    """What a person changed, as a sentence."""
    what = edit.what

    def called(number: object) -> str:
        return f"“{names[number]}”" if isinstance(number, int) and number in names else f"topic {number}"

    if edit.kind == "rename":
        return f"Renamed “{what.get('before')}” to “{what.get('name')}”"
    if edit.kind == "merge":
        into = what.get("into")
        return f"Merged {', '.join(called(one) for one in what.get('topics', ()) if one != into)} into {called(into)}"
    if edit.kind == "split":
        return f"Split {called(what.get('topic'))} into {' and '.join(map(called, what.get('parts', ())))}"
    if edit.kind == "move":
        count = what.get("segments")
        return f"Moved {count} segment{'s' * (count != 1)} to {'no topic' if what.get('to') == -1 else called(what.get('to'))}"
    return "Took a change back"


def standing(run: TopicRun) -> str:
    """How a run stands, in a word or three."""
    if run.state == "done" and run.figures:
        return f"{run.figures.topics} topic{'s' if run.figures.topics != 1 else ''}"
    return STATES[run.state]
