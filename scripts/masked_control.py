"""Score the model on texts whose molecules bear other names: what it read must not hang on what it may have learnt.

    python scripts/masked_control.py SET...      # folders or files as `exocargo evaluate --gold` takes them

Each microRNA gets another number, each circular RNA other digits, each other molecule the symbol of another gene, all
of the same length, so that no offset moves; names of several words stay. A text has each molecule renamed in the same
way throughout. The gold's names are renamed with them. If the scores stay, no fact about a molecule was recalled.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.evaluation.gold import load as load_gold
from extractor.evaluation.pipeline import evaluate, predict
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import CARGO_TYPES
from extractor.mentions.terms import load
from extractor.model.folder import SHIPPED
from extractor.pipeline import load as load_extractor
from extractor.text import analyse

SCORES = ("cargo", "cargo+target", "cargo+pathway", "cargo+effect", "tuple")
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:-AS1)?")


def symbols() -> dict[tuple[str, int], list[str]]:
    """Symbols of genes by type of mention and length."""
    found: dict[tuple[str, int], list[str]] = {}
    for term in load():
        # Names that are found without more ado: no word of English, no symbol that must be defined first.
        known = term.status == "name" and term.text == term.name and term.match in ("free", "case")
        if known and term.type in ("protein", "lncRNA") and _SYMBOL.fullmatch(term.name):
            found.setdefault((term.type, len(term.name)), []).append(term.name)
    return found


class Renamer:
    """Other names for the molecules of one text, the same name always for the same one."""

    def __init__(self, pool: dict[tuple[str, int], list[str]], draw: random.Random) -> None:
        self._pool, self._draw = pool, draw
        self._numbers: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def rename(self, name: str, kind: str) -> str:
        """Another name of the same length, or the same name where there is none."""
        if name not in self.names:
            if kind in ("miRNA", "circRNA"):
                digits = re.compile(r"\d{2,}|(?<=[Rt]-)\d")
                self.names[name] = digits.sub(lambda found: self._number(found.group()), name, count=1)
            else:
                kept = self._pool.get(("lncRNA" if kind == "lncRNA" else "protein", len(name)), [])
                self.names[name] = self._draw.choice(kept) if _SYMBOL.fullmatch(name) and kept else name
        return self.names[name]

    def _number(self, digits: str) -> str:
        if digits not in self._numbers:
            first = self._draw.choice("123456789")
            self._numbers[digits] = first + "".join(self._draw.choice("0123456789") for _ in digits[1:])
        return self._numbers[digits]


def renamed(text: str, pool: dict[tuple[str, int], list[str]], draw: random.Random) -> tuple[str, dict[str, str]]:
    """The text with other names, and what became of each name."""
    document = Document("x", text)
    renamer = Renamer(pool, draw)
    places: list[tuple[int, int, str]] = []
    for mention in find_mentions(document, analyse(document)):
        if mention.type in CARGO_TYPES:
            places.append((mention.start, mention.end, renamer.rename(mention.text, mention.type)))
    out, last = [], 0
    for start, end, name in places:
        if start >= last:
            out += [text[last:start], name]
            last = end
    out.append(text[last:])
    return "".join(out), renamer.names


def _rename_event(event: dict[str, Any], text: str, names: dict[str, str]) -> dict[str, Any]:
    """A gold finding with the names that its text has now; identifiers go where names changed."""

    def filler(item: dict[str, Any]) -> dict[str, Any]:
        start, end = item.get("start"), item.get("end")
        there = isinstance(start, int) and isinstance(end, int) and end - start == len(item["text"])
        new = text[start:end] if there else names.get(item["text"], item["text"])
        return item | {"text": new} | ({"id": None} if new != item["text"] else {})

    changed = dict(event)
    if event.get("cargo"):
        changed["cargo"] = names.get(event["cargo"], event["cargo"])
        if changed["cargo"] != event["cargo"]:
            changed["cargo_id"] = None
    for role in ("targets", "pathways"):
        changed[role] = [filler(item) for item in event.get(role) or []]
    changed.pop("alternatives", None)
    return changed


def _control(source: Path, out: Path, pool: dict[tuple[str, int], list[str]]) -> None:
    """Write the set ``source`` with other names to ``out``."""
    shutil.copytree(source, out)
    file = out / "documents.jsonl"
    if not file.exists():
        raise SystemExit(f"{source}: no documents.jsonl; give a folder with one")
    documents, names = [], {}
    for line in file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        document["text"], names[document["id"]] = renamed(document["text"], pool, random.Random(document["id"]))
        document.pop("sha256", None)
        documents.append(document)
    texts = {document["id"]: document["text"] for document in documents}
    file.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    events = [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [_rename_event(event, texts[event["doc_id"]], names[event["doc_id"]]) for event in events]
    (out / "events.jsonl").write_text("".join(json.dumps(e) + "\n" for e in told), encoding="utf-8")
    for quotes in out.glob("*.quotes.jsonl"):
        quotes.unlink()


def _scores(gold: Path) -> dict[str, float | None]:
    known = load_gold(gold)
    report = evaluate(known, predict(known, load_extractor(SHIPPED).extract), resamples=1)
    scores = report.views["named"].annotated.scores
    return {name: scores[name].f1.value if scores[name].gold else None for name in SCORES}


def _shown(score: float | None) -> str:
    return "-" if score is None else f"{score:.2f}"


def rows(sources: list[Path]) -> Iterator[str]:
    """Lines of the table."""
    pool = symbols()
    yield "| named cargo, F1: as it is / renamed | " + " | ".join(SCORES) + " |"
    yield "|---|" + "---|" * len(SCORES)
    for source in sources:
        with tempfile.TemporaryDirectory() as place:
            other = Path(place) / source.name
            _control(source, other, pool)
            before, after = _scores(source), _scores(other)
        cells = [f"{_shown(before[name])} / {_shown(after[name])}" for name in SCORES]
        yield f"| {source.parent.name}/{source.name} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    for row in rows(parser.parse_args().sets):
        print(row)


if __name__ == "__main__":
    main()
