"""W3C Web Annotations in JSON-LD (https://www.w3.org/TR/annotation-model), one annotation a row of evidence.

The file is an AnnotationPage. An annotation's targets are the evidence sentences and the places of the roles, each by a
TextPositionSelector (Unicode code points) and a TextQuoteSelector; prefix and suffix are given where the sentence shows
them. Its bodies are the finding in words, what each role is by its identifier, and the whole row as JSON. Lost:
nothing; a lone surrogate becomes U+FFFD, one for one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extractor.annotation.curie import is_curie
from extractor.evidence import ROLES, identity
from extractor.exports.relations import publication
from extractor.exports.rows import by_document, findings_of, places, stretches
from extractor.exports.text import in_place
from extractor.exports.written import Written
from extractor.findings.folder import Folder
from extractor.surrogates import shown

__all__ = ["write"]

#: The terms of this project beside those of the Web Annotation vocabulary.
_OWN = {
    "exocargo": "urn:exocargo:term:",
    "role": "exocargo:role",
    "finding": {"@id": "exocargo:finding", "@type": "@id"},
}
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", _OWN]
#: How much of a sentence stands beside a quotation: enough to find it again.
_BESIDE = 32
_SAYS = {
    "increases_radiosensitivity": "increases radiosensitivity",
    "decreases_radiosensitivity": "decreases radiosensitivity",
    "no_effect": "does not change radiosensitivity",
    "not_stated": "effect on radiosensitivity not stated",
}


def write(folder: Folder, out: Path) -> Written:
    """The evidence as one page of annotations."""
    findings = findings_of(folder)
    rows = [row for rows in by_document(folder).values() for row in rows]
    items = [_annotation(folder, row, findings.get(identity(row))) for row in rows]
    page = {"@context": _CONTEXT, "id": "urn:exocargo:findings", "type": "AnnotationPage", "items": items}
    return Written({out: (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8")})


def _annotation(folder: Folder, row: Mapping[str, Any], finding: Mapping[str, Any] | None) -> dict[str, Any]:
    from extractor import __version__

    source = _iri(*publication(folder, row["doc_id"]))
    sentences = stretches(row)
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": in_place(_words(row))}
    ]
    for role in ROLES:
        curie = row.get(f"{role}_id")
        if isinstance(curie, str) and is_curie(curie):
            bodies.append(
                {"type": "SpecificResource", "purpose": "identifying", "source": _resource(curie), "role": role}
            )
    whole = in_place(json.dumps(dict(row), ensure_ascii=False, sort_keys=True))
    bodies.append({"type": "TextualBody", "purpose": "linking", "format": "application/json", "value": whole})
    targets = [_target(source, "evidence", start, end, sentences) for start, end, _ in sentences]
    targets += [_target(source, role, start, end, sentences) for role, (start, end) in places(row).items()]
    return {
        "id": f"urn:exocargo:evidence:{identity(row)}",
        "type": "Annotation",
        "motivation": "describing",
        "creator": {"type": "Software", "name": "exocargo", "nickname": f"exocargo {__version__}"},
        **({"finding": f"urn:exocargo:finding:{finding['finding_id']}"} if finding else {}),
        "body": bodies,
        "target": targets or source,
    }


def _words(row: Mapping[str, Any]) -> str:
    """The row as one sentence."""
    parts = [str(row.get("cargo") or row["cargo_type"])]
    for role in ("target", "pathway"):
        if row.get(role):
            direction = row.get(f"{role}_direction")
            parts.append(f"{direction if direction in {'increases', 'decreases'} else 'affects'} {row[role]}")
    return ", ".join([*parts, _SAYS.get(row["effect"], str(row["effect"]))])


def _target(source: str, role: str, start: int, end: int, sentences: list[tuple[int, int, str]]) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    for a, b, text in sentences:
        if a <= start and end <= b:
            shown_around = {"prefix": text[: start - a][-_BESIDE:], "suffix": text[end - a :][:_BESIDE]}
            exact = {"type": "TextQuoteSelector", "exact": text[start - a : end - a]}
            selectors.append({**exact, **{key: value for key, value in shown_around.items() if value}})
            break
    return {"type": "SpecificResource", "source": source, "role": role, "selector": selectors}


def _iri(kind: str, name: str) -> str:
    """Where a document is on the web, or a name for it."""
    safe = quote(shown(name), safe="/" if kind == "doi" else "")
    homes = {
        "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
        "pmc": "https://pmc.ncbi.nlm.nih.gov/articles/",
        "doi": "https://doi.org/",
        "other": "urn:exocargo:document:",
    }
    return homes[kind] + safe


def _resource(curie: str) -> str:
    """The address of an identifier: Bioregistry resolves those that it knows."""
    return f"urn:{curie.replace('.', ':', 1)}" if curie.startswith("exocargo.") else f"https://bioregistry.io/{curie}"
