"""Whether annotations keep the rules of the guidelines: each fault is named with its event, its field and a remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from extractor.annotation.curie import is_curie
from extractor.annotation.places import AnnotatedText, check_places, check_stretch
from extractor.annotation.problem import Problem
from extractor.annotation.schema import LIST_ROLES, ROLES, Finding, Negative
from extractor.frames import Effect, Manipulation, Observed, compose_effect

__all__ = ["validate"]

_ANY_TEXT = ""
#: What a second reading may be about besides a field: whether the passage is a finding at all.
_READINGS = frozenset({"is_finding", *Finding.__annotations__})


def validate(
    events: Iterable[Mapping[str, Any]],
    text: str | Mapping[str, str],
    negatives: Iterable[Mapping[str, Any]] = (),
) -> list[Problem]:
    """Check findings and hard negatives against their text.

    Parameters
    ----------
    events, negatives:
        Objects of the schema (:mod:`extractor.annotation.schema`), every field present.
    text:
        The one text of all of them, or the texts by ``doc_id``.

    Returns
    -------
    list of Problem
        Faults and warnings, in the order of the events. An object whose fields or types are wrong is checked no
        further: what follows from a fault is not reported beside it.
    """
    texts = (
        {_ANY_TEXT: AnnotatedText(text)} if isinstance(text, str) else {k: AnnotatedText(v) for k, v in text.items()}
    )
    problems: list[Problem] = []
    sound: list[Mapping[str, Any]] = []
    for event, known in _known(events, "event_id", Finding, texts, isinstance(text, str), problems):
        for check in (_signs, _kinds, _ids, _readings, _marks):
            problems += check(event)
        problems += check_places(event, known)
        sound.append(event)
    problems += _repeats(sound)
    for negative, known in _known(negatives, "neg_id", Negative, texts, isinstance(text, str), problems):
        problems += _negative(negative, known, sound)
    return problems


def _known(
    items: Iterable[Mapping[str, Any]],
    key: str,
    schema: type,
    texts: Mapping[str, AnnotatedText],
    single: bool,
    problems: list[Problem],
) -> Iterator[tuple[Mapping[str, Any], AnnotatedText]]:
    """The items of the right shape with their texts; of the others the fault is noted."""
    seen: set[tuple[str, str]] = set()
    for number, item in enumerate(items, 1):
        name = str(item.get(key) or f"line {number}")
        if faults := list(_shape(name, item, schema)):
            problems += faults
            continue
        if (item["doc_id"], name) in seen:
            problems.append(Problem(name, key, "duplicate-id", "is used twice", "give each its own id"))
            continue
        seen.add((item["doc_id"], name))
        known = texts.get(_ANY_TEXT if single else item["doc_id"])
        if known is None:
            message = f"there is no text {item['doc_id']!r}"
            problems.append(Problem(name, "doc_id", "unknown-document", message, "add the text or mend the doc_id"))
            continue
        yield item, known


@lru_cache(maxsize=2)
def _adapter(schema: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(schema)


def _shape(name: str, item: Mapping[str, Any], schema: type) -> Iterator[Problem]:
    """One problem for each field that is missing, unknown, or holds what it may not."""
    from pydantic import ValidationError

    try:
        _adapter(schema).validate_python(item)
    except ValidationError as error:
        faults: dict[str, Problem] = {}
        for fault in error.errors(include_url=False, include_context=False):
            field = str(fault["loc"][0])
            # A field that may be null fails once for each of its types; the path below it then names a type.
            nested = fault["loc"] if isinstance(item.get(field), list) else fault["loc"][:1]
            message = fault["msg"][0].lower() + fault["msg"][1:]
            problem = Problem(name, ".".join(map(str, nested)), "schema", message, "see the fields in GUIDELINES.md")
            faults.setdefault(field, problem)
        yield from faults.values()


def _signs(event: Mapping[str, Any]) -> Iterator[Problem]:
    """The effect is the product of manipulation and observation; so a stated absence was seen as no change."""
    product = compose_effect(Manipulation(event["manipulation"]), Observed(event["observed"]))
    if event["effect"] != product.value:
        message = f"{event['effect']} is not what {event['manipulation']} and {event['observed']} give: {product.value}"
        yield Problem(event["event_id"], "effect", "sign", message, "mend manipulation, observed or effect")
    elif product is Effect.NONE and not event["negated"]:
        yield Problem(
            event["event_id"], "negated", "absence-not-negated", "the effect is no_effect and negated is false",
            "set negated if the text states the absence with a negation", warning=True,
        )  # fmt: skip


def _kinds(event: Mapping[str, Any]) -> Iterator[Problem]:
    """What kind of finding it is agrees with what it holds."""
    name, kinds = event["event_id"], event["finding_type"]
    if len(set(kinds)) < len(kinds):
        yield Problem(name, "finding_type", "repeated-type", "names a type twice", "name each once")
    if ("radiation_response" in kinds) != (event["radiation_changes_cargo"] is not None):
        yield Problem(
            name, "radiation_changes_cargo", "radiation-response",
            f"is {event['radiation_changes_cargo']} while finding_type is {kinds}",
            "give the direction and the type radiation_response together, or neither",
        )  # fmt: skip
    acts = bool(event["targets"] or event["pathways"]) or event["effect"] != Effect.NOT_STATED.value
    if "mechanism" in kinds and not acts:
        yield Problem(
            name, "finding_type", "empty-mechanism", "is mechanism without target, pathway or effect",
            "name what the cargo acts on, or consider a hard negative", warning=True,
        )  # fmt: skip
    if "mechanism" not in kinds and acts:
        yield Problem(
            name, "finding_type", "mechanism-untyped", "lacks mechanism, though a target, pathway or effect is given",
            "add mechanism if the cargo is said to act", warning=True,
        )  # fmt: skip
    if event["cargo_type"] == "exosome" and (event["cargo"] is not None or not event["vesicular"]):
        yield Problem(
            name, "cargo_type", "cargo-class", "is exosome for a named or non-vesicular cargo",
            "exosomes as such have no cargo name and are vesicular; give the molecule's type",
        )  # fmt: skip


def _ids(event: Mapping[str, Any]) -> Iterator[Problem]:
    name = event["event_id"]
    given = [("cargo_id", event["cargo"], event["cargo_id"]), ("cancer_id", event["cancer"], event["cancer_id"])]
    given += [
        (f"{field}.{n}.id", item["text"], item["id"]) for field in LIST_ROLES for n, item in enumerate(event[field])
    ]
    for field, words, curie in given:
        if curie is not None and words is None:
            yield Problem(
                name, field, "id-without-name", f"{curie!r} has no name in the text", "remove the id or quote the name"
            )
        elif curie is not None and not is_curie(curie):
            yield Problem(
                name,
                field,
                "curie",
                f"{curie!r} is no CURIE of a known prefix",
                "write prefix:id in Bioregistry's spelling",
            )


def _readings(event: Mapping[str, Any]) -> Iterator[Problem]:
    """Second readings name a field, or a filler of a list as ``targets.words``, and a value that the field may take."""
    for number, other in enumerate(event["alternatives"]):
        field, _, filler = other["field"].partition(".")
        where = f"alternatives.{number}"
        if field not in _READINGS:
            message = f"{other['field']!r} is no field"
            yield Problem(
                event["event_id"], where, "alternative", message, "name the field that can be read in another way"
            )
        elif filler and filler not in {item["text"] for item in (event[field] if field in LIST_ROLES else ())}:
            message = f"{filler!r} is not among the {field}"
            yield Problem(
                event["event_id"], where, "alternative-filler", message, "quote a filler as it stands", warning=True
            )
        elif not filler and field in event and other["value"] is not None and other["value"] == event[field]:
            message = f"repeats the first reading of {field}"
            yield Problem(event["event_id"], where, "alternative", message, "remove it, or give the second reading")


def _marks(event: Mapping[str, Any]) -> Iterator[Problem]:
    """Signs and marks have the words that carry them."""
    roles = {trigger["role"] for trigger in event["triggers"]}
    wanted: list[tuple[str, str, bool]] = [
        ("hedged", "hedge", event["hedged"]),
        ("negated", "negation", event["negated"]),
        ("manipulation", "manipulation", event["manipulation"] != "native"),
        ("effect", "effect", event["effect"] != Effect.NOT_STATED.value),
        ("finding_type", "biomarker", "biomarker" in event["finding_type"]),
        ("finding_type", "radiation_response", "radiation_response" in event["finding_type"]),
    ]
    for field, role, needed in wanted:
        if needed and role not in roles:
            yield Problem(
                event["event_id"],
                field,
                "unmarked",
                f"no {role} trigger carries it",
                "quote the words that do",
                warning=True,
            )


def _repeats(events: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Findings that stand twice, and one cargo of one study in two findings of one passage."""
    whole: dict[object, str] = {}
    studies: dict[object, list[Mapping[str, Any]]] = {}
    for event in events:
        name = event["event_id"]
        evidence = tuple((span["start"], span["end"]) for span in event["evidence"])
        cargo = None if event["cargo"] is None else event["cargo"].casefold()
        study = (event["doc_id"], cargo, event["cargo_type"], frozenset(event["refs"]))
        fillers = frozenset((f, item["text"].casefold(), item["direction"]) for f in LIST_ROLES for item in event[f])
        roles = tuple(event[role] for role in ROLES[1:])
        finding = (study, evidence, fillers, roles, event["effect"], event["radiation_changes_cargo"])
        if finding in whole:
            message = f"says the same as {whole[finding]}"
            yield Problem(name, "event_id", "duplicate", message, "remove one of the two")
            continue
        whole[finding] = name
        for other in studies.setdefault(study, []) if cargo is not None else ():
            if any(a < span["end"] and span["start"] < b for a, b in evidence for span in other["evidence"]):
                yield Problem(
                    name, "cargo", "same-study", f"is the cargo of {other['event_id']} too, in its study and passage",
                    "one finding holds all targets and pathways of a cargo in a study", warning=True,
                )  # fmt: skip
        studies.setdefault(study, []).append(event)


def _negative(
    negative: Mapping[str, Any], known: AnnotatedText, events: Iterable[Mapping[str, Any]]
) -> Iterator[Problem]:
    name, start, end = negative["neg_id"], negative["start"], negative["end"]
    if fault := check_stretch(known.text, start, end, negative["text"]):
        yield Problem(name, "text", *fault)
        return
    for a, b, heading in known.unread:
        if a < end and start < b:
            yield Problem(
                name, "text", "unread-section", f"lies under {heading!r}", "take a passage of the body instead"
            )
    if negative["section"] is not None and known.section(negative["section"]) is None:
        yield Problem(
            name,
            "section",
            "section",
            f"{negative['section']!r} is no line of the text",
            "copy the heading, or give null",
        )
    for event in events:
        same = event["doc_id"] == negative["doc_id"]
        if same and any(start < span["end"] and span["start"] < end for span in event["evidence"]):
            yield Problem(
                name, "text", "negative-is-evidence", f"overlaps the evidence of {event['event_id']}",
                "a passage that states a finding is no hard negative", warning=True,
            )  # fmt: skip
