"""A finding as an extractor returns it, and the rows of ``tuples.jsonl`` that it is written as."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.document import Document
from extractor.evidence import evidence_id
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.grounding import curie
from extractor.mentions.mention import Mention
from extractor.mentions.mirna import spelled
from extractor.mentions.mirna_names import canonical

__all__ = ["MAX_ROWS", "Confidence", "Filler", "Finding", "rows"]

#: Rows that one finding may be written as. A finding with more fillers than this is a misread list.
MAX_ROWS = 64


@dataclass(frozen=True, slots=True)
class Filler:
    """A target or pathway, what the present cargo does to it, and the probability that both are right."""

    mention: Mention
    direction: Direction
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One cargo in one study of one document, with all its roles.

    ``cargo`` is None where the text speaks of a class of molecules or of vesicles as such; ``cargo_type`` then
    names the class. ``evidence`` holds the sentences, as offsets into the document's text. ``confidence`` is the
    probability that a row of the finding is right.
    """

    cargo: Mention | None
    cargo_type: str
    vesicular: bool
    evidence: tuple[tuple[int, int], ...]
    targets: tuple[Filler, ...] = ()
    pathways: tuple[Filler, ...] = ()
    effect: Effect = Effect.NOT_STATED
    finding_type: tuple[FindingType, ...] = ()
    radiation_changes_cargo: Direction | None = None
    manipulation: Manipulation = Manipulation.NATIVE
    observed: Observed = Observed.UNCLEAR
    cancer: Mention | None = None
    source: Mention | None = None
    recipient: Mention | None = None
    radiation: Mention | None = None
    hedged: bool = False
    negated: bool = False
    confidence: float = 0.5


#: The probability that the row of a finding with this target and pathway is right.
Confidence = Callable[[Finding, Filler | None, Filler | None], float]


def _span(mention: Mention | None) -> list[int] | None:
    return None if mention is None else [mention.start, mention.end]


def _text(mention: Mention | None) -> str | None:
    """The mention's words; a member of a list is spelled out: "-516" of "miR-889 and -516" is miR-516."""
    if mention is None:
        return None
    if mention.type == "miRNA" and canonical(mention.text) is None:
        return spelled(mention.name)
    return mention.text


def _id(mention: Mention | None) -> str | None:
    return None if mention is None else curie(mention)


def rows(
    document: Document, finding: Finding, event_id: str, model: str, confidence: Confidence | None = None
) -> Iterator[dict[str, Any]]:
    """The lines of ``tuples.jsonl`` for one finding: every target with every pathway, absent roles null.

    ``confidence`` gives the probability that a row is right; without it that of the finding stands in every row.

    Rows of one finding share ``event_id``. Offsets count code points of ``document.text``; every span and every
    evidence quote is verbatim ``document.text[start:end]``.
    """
    section = document.section_at(finding.evidence[0][0])
    evidence = [
        {"start": start, "end": end, "text": document.text[start:end], "page": document.page_at(start)}
        for start, end in finding.evidence
    ]
    common: dict[str, Any] = {"cancer": finding.cancer, "source": finding.source, "recipient": finding.recipient}
    written = 0
    for target in finding.targets or (None,):
        for pathway in finding.pathways or (None,):
            if written == MAX_ROWS:
                return
            written += 1
            roles: dict[str, Mention | None] = {
                "cargo": finding.cargo,
                "target": target.mention if target else None,
                "pathway": pathway.mention if pathway else None,
                **common,
                "radiation": finding.radiation,
            }
            row: dict[str, Any] = {
                "doc_id": document.id,
                "event_id": event_id,
                "section": (section.title or section.kind) if section else None,
                "cargo": _text(finding.cargo),
                "cargo_type": finding.cargo_type,
                "cargo_id": _id(finding.cargo),
                "vesicular": finding.vesicular,
                "target": _text(roles["target"]),
                "target_id": _id(roles["target"]),
                "target_direction": target.direction.value if target else None,
                "pathway": _text(roles["pathway"]),
                "pathway_id": _id(roles["pathway"]),
                "pathway_direction": pathway.direction.value if pathway else None,
                "effect": finding.effect.value,
                "finding_type": [kind.value for kind in finding.finding_type],
                "radiation_changes_cargo": (
                    finding.radiation_changes_cargo.value if finding.radiation_changes_cargo else None
                ),
                "manipulation": finding.manipulation.value,
                "observed": finding.observed.value,
                "cancer": _text(finding.cancer),
                "cancer_id": _id(finding.cancer),
                "source": _text(finding.source),
                "recipient": _text(finding.recipient),
                "radiation": _text(finding.radiation),
                "hedged": finding.hedged,
                "negated": finding.negated,
                "confidence": round(confidence(finding, target, pathway) if confidence else finding.confidence, 4),
                "evidence": evidence,
                "spans": {role: _span(mention) for role, mention in roles.items() if mention is not None},
                "model": model,
            }
            yield row | {"evidence_id": evidence_id(row)}
