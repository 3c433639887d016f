"""Estimates for analysts: what people decided of the part drawn by lot puts the machine's codes of all right."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import numpy as np

from evaluation.estimates.errors import EstimateError
from evaluation.estimates.figures import Estimate
from evaluation.estimates.prevalence import difference, distribution, prevalence
from evaluation.estimates.regression import regression, trend
from evaluation.estimates.units import Population, Truths, Units
from evaluation.estimates.whole import occurrence
from evaluation.intervals import Metric
from evaluation.small_numbers import hidden
from models.types import Voice
from service.actions.codebooks import in_force
from service.actions.estimating_design import design_of
from service.actions.estimating_types import EstimateRequest, Estimates, Figure, Measure, Of, Told
from service.actions.estimating_units import NOT_KNOWN, Study, period_number, read_study
from service.actions.topics.types import HIDDEN
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, Refused
from service.store import audit

_MOST_GROUPS = 200
_SPEAKS_OF = {
    Population.WIDER: "cases like these: that the cases differ among themselves counts as error, and so does the draw",
    Population.THESE: "the stored notes alone: only the draw counts as error; it says nothing of other cases",
}


def estimate(workshop: Workshop, principal: Principal, asked: EstimateRequest) -> Estimates:
    """What is asked, with 95 % intervals, beside what people or the machine alone would say.

    Whatever rests on fewer segments or cases than the settings say (10 and 3), or would give that away, is hidden.

    Raises:
        Refused: There is no such code or group, or too many groups.
        Conflict: Too little was drawn or decided; the message says what to do.
    """
    principal.must(Role.ANALYST, Role.RESEARCHER)
    codebook = in_force(workshop, principal)
    if asked.code is not None and asked.code not in {code.id for code in codebook.codes}:
        raise Refused("the codebook in force has no such code")
    with workshop.database.writing() as session:
        audit.record(
            session, project_id=principal.project_id, actor=principal.key_id, action=f"estimate.{asked.measure}",
            subject=f"{asked.purpose} ({asked.code or 'voices'})"[:200],
        )  # fmt: skip
        study = read_study(workshop, session, principal.project_id, asked.code)
    try:
        results = _ANSWERS[asked.measure](asked, study, (workshop.settings.least_segments, workshop.settings.least_cases))
    except EstimateError as error:
        raise Conflict(str(error)) from error
    return Estimates(
        asked=asked, speaks_of=_SPEAKS_OF[asked.population], codebook=codebook.version, models=study.models,
        interval="95 % intervals; " + ("by case" if asked.population is Population.WIDER else "by the draw"),
        results=tuple(results), notes=tuple(_notes(study, asked)),
        least_segments=workshop.settings.least_segments, least_cases=workshop.settings.least_cases,
    )  # fmt: skip


_Least = tuple[int, int]


def _prevalence(asked: EstimateRequest, study: Study, least: _Least) -> list[Told]:
    every = np.ones(len(study.note), dtype=bool)
    masks = {"": every}
    closed = {"": _too_few(study.units, least)}
    if asked.by is not None:
        of = np.array(study.groups(asked.by))
        names = sorted(set(of.tolist()) - {NOT_KNOWN}) + ([NOT_KNOWN] if (of == NOT_KNOWN).any() else [])
        if len(names) > _MOST_GROUPS:
            raise Refused(f"this has {len(names)} groups; at most {_MOST_GROUPS} can be told apart")
        masks |= {name: of == name for name in names}
        closed |= dict(zip(names, _closed([study.units.only(masks[name]) for name in names], least), strict=True))
    return [_made(name, closed[name], partial(_share, asked, study, mask)) for name, mask in masks.items()]


def _share(asked: EstimateRequest, study: Study, mask: Truths) -> Estimate:
    units, what = study.units.only(mask), "this share"
    if asked.of is Of.SEGMENTS:
        return prevalence(units, population=asked.population, what=what)
    whole = study.note[mask] if asked.of is Of.NOTES else units.case
    return occurrence(units, whole, population=asked.population, what=what)


def _difference(asked: EstimateRequest, study: Study, least: _Least) -> list[Told]:
    of = np.array(study.groups(asked.by or ""))
    first, second = (of == name for name in asked.between or ("", ""))
    if not first.any() or not second.any() or (first & second).any():
        raise Refused("a difference needs two different groups that have segments")
    both = [study.units.only(first), study.units.only(second)]
    name = " less ".join(asked.between or ())
    return [
        _made(
            name, any(_closed(both, least)),
            lambda: difference(study.units, first, second, population=asked.population, what="this difference"),
        )
    ]  # fmt: skip


def _trend(asked: EstimateRequest, study: Study, least: _Least) -> list[Told]:
    by = asked.by or ""
    names = study.groups(by)
    known = np.array([name != NOT_KNOWN for name in names])
    units = study.units.only(known)
    if not known.any():
        raise Conflict("no note has a date; a trend needs one")
    period = np.array([period_number(name, by) for name in names if name != NOT_KNOWN])
    return [
        _made(
            f"change from a {by} to the next", _too_few(units, least),
            lambda: trend(units, period, family=asked.family, population=asked.population, what="this trend"),
        )
    ]  # fmt: skip


def _regression(asked: EstimateRequest, study: Study, least: _Least) -> list[Told]:
    columns = design_of({by: study.groups(by) for by in asked.on}, study.units.case, least)
    design = np.stack(list(columns.values()), axis=-1)
    if _too_few(study.units, least):
        return [Told(name=name, hidden=HIDDEN) for name in columns]
    found = regression(
        study.units, design, list(columns), family=asked.family, population=asked.population, what="this regression"
    )
    return [_told(name, one) for name, one in found.items()]


def _voices(asked: EstimateRequest, study: Study, least: _Least) -> list[Told]:
    answered = np.where(np.isnan(study.voices[:, 0]), np.nan, 0.0)
    units = replace(study.units, answer=np.where(study.units.drawn, answered, np.nan))
    voices = np.where(study.units.drawn[:, np.newaxis], study.voices, np.nan)
    each = [replace(units, answer=voices[:, place], counted=study.machine_voices[:, place]) for place in range(len(Voice))]
    found = distribution(
        units, voices, study.machine_voices.astype(np.float64), study.machine_voices, population=asked.population,
        what="the distribution of voices",
    )  # fmt: skip
    closed = _closed(each, least)
    return [
        Told(name=str(voice), hidden=HIDDEN) if shut else _told(str(voice), one)
        for voice, one, shut in zip(Voice, found, closed, strict=True)
    ]


_ANSWERS: dict[Measure, Callable[[EstimateRequest, Study, _Least], list[Told]]] = {
    Measure.PREVALENCE: _prevalence,
    Measure.DIFFERENCE: _difference,
    Measure.TREND: _trend,
    Measure.REGRESSION: _regression,
    Measure.VOICES: _voices,
}


def _made(name: str, closed: bool, make: Callable[[], Estimate]) -> Told:  # noqa: FBT001 - says which it is
    """An answer, hidden where it must be; of a group, why there is none."""
    if closed:
        return Told(name=name, hidden=HIDDEN)
    try:
        return _told(name, make())
    except EstimateError as error:
        return Told(name=name, refused=str(error))


def _too_few(units: Units, least: _Least) -> bool:
    return _closed([units], least)[0]


def _closed(groups: list[Units], least: _Least) -> list[bool]:
    """Which groups are hidden: those of few segments or cases, or with the code in few cases, and what gives them away."""
    segments, cases = least
    small = np.array([len(one.case) < segments or _cases(one.case) < cases for one in groups])
    closed = small.copy()
    said = [(one.decided, one.decided & (np.nan_to_num(one.answer) > 0)) for one in groups]
    counted = [(np.ones(len(one.case), dtype=bool), one.counted) for one in groups]
    for masks in (said, counted):
        split = [(one, (having, of & ~having)) for one, (of, having) in zip(groups, masks, strict=True)]
        counts = np.array([[int(mask.sum()) for mask in both] for _, both in split], dtype=np.int64)
        few = np.array([[0 < _cases(one.case[mask]) < cases for mask in both] for one, both in split])
        closed |= hidden(counts, few, small).any(axis=1)
    return [bool(one) for one in closed]


def _cases(case: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> int:
    return len(np.unique(case))


def _told(name: str, one: Estimate) -> Told:
    return Told(
        name=name,
        estimate=_figure(one.value),
        labelled_only=_figure(one.labelled_only),
        machine_only=_number(one.machine_only),
        machine_weight=_number(one.machine_weight),
        segments=one.units,
        cases=one.cases,
        reviewed=one.reviewed,
        reviewed_cases=one.reviewed_cases,
        undecided=one.undecided,
        effective_reviews=_number(one.effective_reviews),
        effective_cases=_number(one.effective_cases),
        more_reviews=one.more_reviews,
    )


def _figure(metric: Metric) -> Figure:
    return Figure(value=round(metric.value, 5), low=round(metric.low, 5), high=round(metric.high, 5))


def _number(value: float) -> float | None:
    return round(float(value), 5) if math.isfinite(value) else None


def _notes(study: Study, asked: EstimateRequest) -> Iterable[str]:
    yield (
        "machine_only counts the machine's codes: it is biased, and has no interval, for its error is not known; "
        "labelled_only rests on what people decided blind alone"
    )
    units = study.units
    answered = ~np.isnan(study.voices[:, 0]) if asked.measure is Measure.VOICES else ~np.isnan(units.answer)
    drawn = units.drawn
    left = int((drawn & ~answered).sum())
    if left:
        yield f"{left} of {int(drawn.sum())} drawn segments have no blind answer yet; the others are taken as a random part"
        if _later_were_left(drawn, answered):
            yield "what came later was decided less often: until it is, the figures speak of what came earlier"
    if study.without_chance:
        yield f"{study.without_chance} segments are left out: they were stored while none was drawn by lot"
    if len(study.models) > 1:
        yield "several revisions of the machine coded these notes; that makes intervals wider, not wrong"


def _later_were_left(drawn: Truths, answered: Truths) -> bool:
    """Whether the share decided differs between the earlier and the later half of what was drawn, beyond chance."""
    said = answered[drawn].astype(np.float64)
    half = len(said) // 2
    if half < 10:  # noqa: PLR2004 - with fewer nothing can be said
        return False
    error = math.sqrt(max(said.mean() * (1 - said.mean()), 1e-9) * 2 / half)
    return bool((said[:half].mean() - said[half:].mean()) / error > 3)  # noqa: PLR2004 - three standard errors
