"""Merging: tuples that say the same become one finding, whatever the order in which they come.

Two tuples are the same finding if cargo, target, pathway and effect agree: by CURIE where both carry one, else by
normalised name. A direction that is stated outweighs one that is not; directions or effects that contradict each
other are counted and flagged, and both rows are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.evidence import SLOTS, digest, evidence_id
from extractor.mentions.mention import CARGO_TYPES
from extractor.mentions.mirna_names import arm, canonical
from extractor.mentions.normal import normalise

__all__ = ["merge"]

_UP, _DOWN, _NONE = "increases_radiosensitivity", "decreases_radiosensitivity", "no_effect"
#: Between a microRNA gene's identifier and the arm in a key; no CURIE holds it.
_ARM = " arm "
#: The effects that contradict an effect.
_AGAINST = {_UP: (_DOWN, _NONE), _DOWN: (_UP, _NONE), _NONE: (_UP, _DOWN)}
_OPPOSITE = {"increases": "decreases", "decreases": "increases"}
#: What stands for the cargo where it has no name of its own; such findings come after the named ones.
_CLASSES = CARGO_TYPES | {"exosome"}


class _Names:
    """One key a thing: names that occur with the same CURIE anywhere in the input are the same thing."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        by_name: dict[tuple[str, str], set[str]] = {}
        self.spellings: dict[str, Counter[str]] = {}
        for row in rows:
            for slot in SLOTS:
                if row.get(slot) and row.get(f"{slot}_id"):
                    by_name.setdefault(self._name(row, slot), set()).add(row[f"{slot}_id"])
        # A name seen with two CURIEs is ambiguous: it stays a name where no CURIE is given.
        self.curies = {name: next(iter(ids)) for name, ids in by_name.items() if len(ids) == 1}

    @staticmethod
    def _name(row: Mapping[str, Any], slot: str) -> tuple[str, str]:
        kind = row.get("cargo_type") if slot == "cargo" else slot
        return slot if slot == "pathway" else "molecule", normalise(row[slot], "pathway" if slot == "pathway" else kind)

    def key(self, row: Mapping[str, Any], slot: str) -> str | None:
        text = row.get(slot)
        if not text:
            return f"class:{row['cargo_type']}" if slot == "cargo" else None
        name = self._name(row, slot)
        curie = row.get(f"{slot}_id") or self.curies.get(name)
        # Both arms of a hairpin have its gene's identifier, and are two molecules.
        side = _arm(text) if curie else None
        key = f"{curie}{_ARM}{side}" if side else curie or f"text:{name[1]}"
        self.spellings.setdefault(key, Counter())[text] += 1
        return str(key)

    def label(self, key: str | None) -> str | None:
        """The spelling seen most often; of equals the first in the alphabet."""
        if key is None:
            return None
        if key.startswith("class:"):
            return key.removeprefix("class:")
        return min(self.spellings[key].items(), key=lambda item: (-item[1], item[0]))[0]


def _direction(values: Iterable[str | None]) -> tuple[str | None, bool]:
    """The direction most often stated, and whether its opposite is stated too."""
    stated = Counter(value for value in values if value is not None)
    signed = {value: count for value, count in stated.items() if value in _OPPOSITE}
    if not signed:
        return ("unspecified" if stated else None), False
    best = min(signed.items(), key=lambda item: (-item[1], item[0]))
    contradicted = _OPPOSITE[best[0]] in signed
    tied = contradicted and signed[_OPPOSITE[best[0]]] == best[1]
    return ("unspecified" if tied else best[0]), contradicted


def _belief(rows: Iterable[Mapping[str, Any]]) -> float:
    """Noisy-or over documents of the best confidence in each: one document, one vote."""
    best: dict[str, float] = {}
    for row in rows:
        best[row["doc_id"]] = max(best.get(row["doc_id"], 0.0), float(row.get("confidence") or 0.0))
    doubt = 1.0
    for document in sorted(best):
        doubt *= 1.0 - best[document]
    return round(1.0 - doubt, 4)


def _rank(row: Mapping[str, Any]) -> tuple[float, str]:
    """Which of two readings of the same evidence is kept: the surer one, else the first by its canonical form."""
    return float(row.get("confidence") or 0.0), digest(row)


def _question(key: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """What findings must share to contradict each other: the cargo, or all slots where it has no name."""
    cargo, _, _, cargo_type = key
    return key if cargo is None or cargo.startswith("class:") else (cargo, cargo_type)


def _cancers(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The cancers of a finding, each once, under the spelling seen most often."""
    spellings: dict[str, Counter[str]] = {}
    for row in rows:
        if row.get("cancer"):
            key = row.get("cancer_id") or normalise(row["cancer"], "cancer")
            spellings.setdefault(key, Counter())[row["cancer"]] += 1
    return sorted(min(seen.items(), key=lambda item: (-item[1], item[0]))[0] for seen in spellings.values())


def merge(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The findings table of ``tuples.jsonl`` rows: one row a distinct (cargo, target, pathway, effect).

    The result does not depend on the order of the rows nor on repeats of them. Rows are sorted by the number of
    documents, named cargo first, then by the number of mentions, then by cargo, target and pathway.
    """
    distinct: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        evidence = evidence_id(row)
        kept = distinct.get(evidence)
        if kept is None or _rank(row) > _rank(kept):
            distinct[evidence] = row
    ordered = sorted(distinct.items(), key=lambda item: item[0])
    names = _Names(row for _, row in ordered)
    groups: dict[tuple[str | None, ...], dict[str, list[tuple[str, Mapping[str, Any]]]]] = {}
    for evidence, row in ordered:
        key = (*(names.key(row, slot) for slot in SLOTS), row["cargo_type"])
        groups.setdefault(key, {}).setdefault(row["effect"], []).append((evidence, row))
    # What a cargo does to radiosensitivity is one question, whatever target or pathway a paper names with it.
    # Vesicles as such are many things: there the question is that of the group.
    claims: dict[tuple[str | None, ...], dict[str, set[str]]] = {}
    for key, effects in groups.items():
        of_cargo = claims.setdefault(_question(key), {})
        for effect, members in effects.items():
            of_cargo.setdefault(effect, set()).update(row["doc_id"] for _, row in members)
    findings = []
    for (cargo, target, pathway, cargo_type), effects in groups.items():
        group_id = digest("group", cargo, cargo_type, target, pathway)
        asked = _question((cargo, target, pathway, cargo_type))
        for effect, members in effects.items():
            told = [row for _, row in members]
            against = {doc for other in _AGAINST.get(effect, ()) for doc in claims[asked].get(other, ())}
            target_direction, target_conflict = _direction(row.get("target_direction") for row in told)
            pathway_direction, pathway_conflict = _direction(row.get("pathway_direction") for row in told)
            documents = sorted({row["doc_id"] for row in told})
            findings.append(
                {
                    "finding_id": digest("finding", cargo, cargo_type, target, pathway, effect),
                    "group_id": group_id,
                    "cargo_id": _curie(cargo),
                    "cargo_name": names.label(cargo),
                    "cargo_type": cargo_type,
                    "cargo_arm": _arm(names.label(cargo)) if cargo_type == "miRNA" else None,
                    "target_id": _curie(target),
                    "target_name": names.label(target),
                    "target_direction": target_direction,
                    "pathway_id": _curie(pathway),
                    "pathway_name": names.label(pathway),
                    "pathway_direction": pathway_direction,
                    "effect": effect,
                    "finding_type": sorted({kind for row in told for kind in row.get("finding_type") or []}),
                    "cancers": _cancers(told),
                    "n_documents": len(documents),
                    "n_mentions": len(members),
                    "n_contradicting": len(against),
                    "conflict": bool(against) or target_conflict or pathway_conflict,
                    "belief": _belief(told),
                    "documents": documents,
                    "evidence_ids": sorted(key for key, _ in members),
                    "vesicular": any(row.get("vesicular", True) for row in told),
                    "hedged": all(row.get("hedged", False) for row in told),
                }
            )
    return sorted(
        findings,
        key=lambda f: (
            -f["n_documents"], f["cargo_name"] in _CLASSES, -f["n_mentions"],
            f["cargo_name"] or "", f["target_name"] or "", f["pathway_name"] or "",
            f["effect"], f["finding_id"],
        ),
    )  # fmt: skip


def _curie(key: str | None) -> str | None:
    return None if key is None or key.startswith(("text:", "class:")) else key.partition(_ARM)[0]


def _arm(text: str | None) -> str | None:
    """The arm that a microRNA's name states: 5p, 3p or None."""
    name = canonical(text) if text else None
    return arm(name) if name else None
