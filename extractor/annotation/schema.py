"""The annotated finding: its fields, their types and order, shared by every file format of an annotation folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

__all__ = [
    "LIST_ROLES",
    "ROLES",
    "Alternative",
    "AnnotationError",
    "Evidence",
    "Filler",
    "Finding",
    "Negative",
    "Trigger",
    "complete",
    "complete_negative",
]

#: Roles with one filler: field ``role`` holds its words, ``role_span`` where they stand.
ROLES = ("cargo", "cancer", "source", "recipient", "radiation")
#: Roles with any number of fillers.
LIST_ROLES = ("targets", "pathways")

Span = Annotated[list[int], Field(min_length=2, max_length=2)]
Name = Annotated[str, Field(min_length=1)]
Direction = Literal["increases", "decreases", "unspecified"]


class AnnotationError(ValueError):
    """An annotation file that cannot be read or written; the message says which part of it, and the remedy."""


_STRICT = ConfigDict(extra="forbid", strict=True)


@with_config(_STRICT)
class Evidence(TypedDict):
    """A passage that states the finding, by its offsets."""

    start: int
    end: int


@with_config(_STRICT)
class Filler(TypedDict):
    """One target or pathway: its words, CURIE if known, the direction in which the cargo moves it, its place."""

    text: Name
    id: str | None
    direction: Direction
    start: int
    end: int


@with_config(_STRICT)
class Trigger(TypedDict):
    """The words that carry a sign or a mark."""

    role: Literal[
        "effect", "target", "pathway", "manipulation", "hedge", "negation", "biomarker", "radiation_response"
    ]  # fmt: skip
    text: Name
    start: int
    end: int


@with_config(_STRICT)
class Alternative(TypedDict):
    """A second reading of one field; ``value`` is plain text, or JSON where the field is not text."""

    field: Name
    value: str | None
    why: str


@with_config(_STRICT)
class Finding(TypedDict):
    """One finding. Every line has every field, with null or an empty list where nothing is stated."""

    doc_id: Name
    event_id: Name
    group: str | None
    refs: list[int]
    section: str | None
    cargo: Name | None
    cargo_type: Literal["miRNA", "circRNA", "lncRNA", "mRNA", "protein", "exosome"]
    cargo_id: str | None
    cargo_span: Span | None
    vesicular: bool
    targets: list[Filler]
    pathways: list[Filler]
    effect: Literal["increases_radiosensitivity", "decreases_radiosensitivity", "no_effect", "not_stated"]
    finding_type: Annotated[
        list[Literal["mechanism", "biomarker", "radiation_response"]], Field(min_length=1)
    ]  # fmt: skip
    radiation_changes_cargo: Literal["increases", "decreases"] | None
    manipulation: Literal["native", "gain", "loss"]
    observed: Literal["more_sensitive", "more_resistant", "no_change", "unclear"]
    cancer: Name | None
    cancer_id: str | None
    cancer_span: Span | None
    source: Name | None
    source_span: Span | None
    recipient: Name | None
    recipient_span: Span | None
    radiation: Name | None
    radiation_span: Span | None
    hypoxia: bool
    hedged: bool
    negated: bool
    evidence: Annotated[list[Evidence], Field(min_length=1)]
    triggers: list[Trigger]
    alternatives: list[Alternative]
    note: str


@with_config(_STRICT)
class Negative(TypedDict):
    """A passage that states no finding, though a system could read one there."""

    doc_id: Name
    neg_id: Name
    section: str | None
    start: int
    end: int
    text: Name
    reason: Literal[
        "vesicle_biology", "drug_delivery", "prognosis", "unnamed_cargo_or_role", "no_vesicle", "recipient_protein",
        "proposal", "normal_tissue", "bystander", "chemoresistance", "other",
    ]  # fmt: skip
    note: str


_EMPTY_LISTS = frozenset({"refs", "targets", "pathways", "finding_type", "evidence", "triggers", "alternatives"})
_FALSE = frozenset({"vesicular", "hypoxia", "hedged", "negated"})


def complete(event: Mapping[str, Any], doc_id: str) -> dict[str, Any]:
    """The finding with every field, in the order of :class:`Finding`, so that all lines of a file are alike.

    What is absent becomes null, false, an empty list or an empty note; white space in notes becomes single spaces.
    Fields that the schema does not know are kept at the end: it is for :mod:`validate` to speak of them.
    """
    out: dict[str, Any] = {}
    for field in Finding.__annotations__:
        value = event.get(field)
        if value is None:
            value = [] if field in _EMPTY_LISTS else False if field in _FALSE else None
        out[field] = None if value == "" else value
    out["doc_id"] = event.get("doc_id") or doc_id
    out["note"] = _one_line(event.get("note"))
    out["alternatives"] = [_alternative(other) for other in out["alternatives"]]
    out.update((field, value) for field, value in event.items() if field not in out)
    return out


def complete_negative(negative: Mapping[str, Any], doc_id: str) -> dict[str, Any]:
    """The hard negative with every field, in the order of :class:`Negative`."""
    out = {field: negative.get(field) for field in Negative.__annotations__}
    out["doc_id"] = negative.get("doc_id") or doc_id
    out["note"] = _one_line(negative.get("note"))
    out.update((field, value) for field, value in negative.items() if field not in out)
    return out


def _one_line(note: Any) -> str:
    return " ".join(str(note or "").split())


def _alternative(other: Any) -> Any:
    """One reading with its value as text: a column of a table has one type."""
    if not isinstance(other, Mapping):
        return other
    value = other.get("value")
    if value is not None and not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    rest = {key: kept for key, kept in other.items() if key not in Alternative.__annotations__}
    return {"field": other.get("field"), "value": value, "why": _one_line(other.get("why")), **rest}
