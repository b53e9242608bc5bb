"""From the quotations that people edit to every file of an annotation folder, the same on every run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.annotation.biocjson import to_bioc_json
from extractor.annotation.brat import configuration, to_brat
from extractor.annotation.croissant import METADATA, describe_dataset
from extractor.annotation.folder import DOCUMENTS, Folder, open_folder, read_jsonl, write_jsonl
from extractor.annotation.problem import Problem
from extractor.annotation.quotes import QuoteError, resolve, resolve_negative
from extractor.annotation.schema import LIST_ROLES, ROLES, Finding, Negative, complete, complete_negative
from extractor.annotation.validate import validate

__all__ = ["build", "resolve_file"]

#: The keys of what may be written as an object in a finding of quotations.
_QUOTE_KEYS = {
    **dict.fromkeys(ROLES, ("text", "nth")),
    **dict.fromkeys(LIST_ROLES, ("text", "nth", "id", "direction")),
    "triggers": ("role", "text", "nth"),
    "evidence": ("start", "end"),
}


def _resolved(
    lines: Iterable[Mapping[str, Any]], texts: Mapping[str, str], problems: list[Problem]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Findings and hard negatives with offsets and all fields; what cannot be resolved is noted in ``problems``."""
    only = next(iter(texts)) if len(texts) == 1 else None
    events: list[dict[str, Any]] = []
    negatives: list[dict[str, Any]] = []
    kinds: tuple[tuple[str, Callable[..., Any], Callable[..., Any], list[dict[str, Any]]], ...] = (
        ("event_id", resolve, complete, events),
        ("neg_id", resolve_negative, complete_negative, negatives),
    )
    for number, line in enumerate(lines, 1):
        key, locate, fill, out = next((kind for kind in kinds if kind[0] in line), kinds[0])
        name = str(line.get(key) or f"line {number}")
        doc_id = line.get("doc_id") or only
        if not isinstance(doc_id, str) or doc_id not in texts:
            problems.append(
                Problem(
                    name,
                    "doc_id",
                    "unknown-document",
                    f"there is no text {doc_id!r}",
                    "add the text or mend the doc_id",
                )
            )
            continue
        if surplus := _surplus(line, key):
            message = f"{', '.join(surplus)} is no field of the quote format"
            problems.append(Problem(name, surplus[0], "quote-format", message, "mend its spelling or remove it"))
            continue
        try:
            out.append(fill(locate(line, texts[doc_id]), doc_id))
        except QuoteError as error:
            problems.append(Problem(name, "quotes", "quote", str(error), "copy the words from the text"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            remedy = "see the quote format in GUIDELINES.md"
            problems.append(Problem(name, "quotes", "quote-format", f"{type(error).__name__}: {error}", remedy))
    return events, negatives


def _surplus(line: Mapping[str, Any], key: str) -> list[str]:
    """Fields that the quote format does not have: a misspelt one would else pass for an absent one."""
    if key == "neg_id":
        return [field for field in line if field not in Negative.__annotations__]
    out = [
        field for field in line if field not in Finding.__annotations__ or field.endswith("_span") or field == "group"
    ]
    for field, known in _QUOTE_KEYS.items():
        value = line.get(field)
        for item in value if isinstance(value, list) else [value]:
            out += [f"{field}.{inner}" for inner in item if inner not in known] if isinstance(item, Mapping) else []
    return out


def resolve_file(quotes: Path, folder: Path, out: Path) -> list[Problem]:
    """Write the findings and negatives of one file of quotations, resolved over the folder's texts, to ``out``.

    Nothing is written if a quotation cannot be resolved; the faults are returned.
    """
    problems: list[Problem] = []
    events, negatives = _resolved(read_jsonl(quotes), open_folder(folder).texts, problems)
    if not problems:
        write_jsonl(out, [*events, *negatives])
    return problems


def _grouped(folder: Folder, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings with the group that no split may part, as the evaluation forms it."""
    from extractor.evaluation.gold import load
    from extractor.evaluation.groups import groups

    group_of = {event.key: group.id for group in groups(load(folder.findings)) for event in group.events}
    return [{**event, "group": group_of[event["doc_id"], event["event_id"]]} for event in events]


def build(path: Path) -> list[Problem]:
    """Make an annotation folder's files from its quotations.

    Written are the findings (JSON Lines), ``negatives.jsonl``, BioC JSON, for a folder with one text brat's ``.ann``
    and ``annotation.conf``, and, if the folder has a ``dataset.toml``, ``croissant.json``.

    Returns
    -------
    list of Problem
        Faults and warnings. If there is a fault nothing is written.

    Raises
    ------
    AnnotationError
        If the folder has no texts or no quotations, or a file of it cannot be read.
    """
    folder = open_folder(path)
    problems: list[Problem] = []
    lines = [line for file in folder.quotes for line in read_jsonl(file)]
    events, negatives = _resolved(lines, folder.texts, problems)
    if not problems:
        problems = validate(events, folder.texts, negatives)
    if any(not problem.warning for problem in problems):
        return problems
    with TemporaryDirectory() as scratch:
        # All or nothing: a fault on the way leaves the folder as it was.
        made = _write_all(replace(folder, path=Path(scratch)), folder, events, negatives)
        for name in made:
            shutil.copyfile(Path(scratch) / name, path / name)
    return problems


def _write_all(
    folder: Folder, origin: Folder, events: list[dict[str, Any]], negatives: list[dict[str, Any]]
) -> list[str]:
    """Write every file into the scratch ``folder``, beside copies of what it is made from; their names."""
    texts = f"{folder.name}.txt" if origin.single else DOCUMENTS
    given = [texts, *(file.name for file in origin.quotes)]
    for name in (*given, *([METADATA] if (origin.path / METADATA).is_file() else [])):
        shutil.copyfile(origin.path / name, folder.path / name)
    write_jsonl(folder.findings, events)
    events = _grouped(folder, events)
    write_jsonl(folder.findings, events)
    write_jsonl(folder.negatives, negatives)
    contents = {f"{folder.name}.bioc.json": to_bioc_json(events, folder.texts, source=origin.path.name)}
    if origin.single:
        contents[f"{folder.name}.ann"] = to_brat(events, folder.texts[folder.name])
        contents["annotation.conf"] = configuration()
    for name, content in contents.items():
        (folder.path / name).write_bytes(content.encode("utf-8"))
    made = [folder.findings.name, folder.negatives.name, *contents]
    if (folder.path / METADATA).is_file():
        description = describe_dataset(folder, sorted([*given, *made]))
        (folder.path / "croissant.json").write_bytes(description.encode("utf-8"))
        made.append("croissant.json")
    return made
