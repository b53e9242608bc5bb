"""The tools of annotation folders: ``python -m extractor.annotation build|validate|describe|resolve|agreement``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.annotation.problem import Problem
from extractor.annotation.schema import AnnotationError
from extractor.readers.errors import ReadError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m extractor.annotation", description="Tools of annotation folders.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="make every file of a folder from its quotations")
    validate = commands.add_parser("validate", help="check a folder's findings against their texts")
    describe = commands.add_parser("describe", help="count what a folder holds")
    resolve = commands.add_parser("resolve", help="give the quotations of one file their offsets")
    agreement = commands.add_parser("agreement", help="how far two blind passes of a folder agree, role by role")
    for command in (build, validate, describe, resolve, agreement):
        command.add_argument("folder", type=Path, help="an annotation folder")
    describe.add_argument("--json", action="store_true", help="print JSON instead of Markdown tables")
    describe.add_argument("--datasheet", type=Path, help="put the tables between the markers of this Markdown file")
    resolve.add_argument(
        "quotes", type=Path, help="a file of findings or negatives as quotations over the folder's texts"
    )
    resolve.add_argument("--out", type=Path, required=True, help="where to write them with offsets")
    agreement.add_argument("passes", nargs=2, type=Path, metavar="PASS", help="the findings of one pass, with offsets")
    return parser


def _report(problems: Iterable[Problem]) -> int:
    """One line a problem on standard output; 1 if any is a fault, 0 if there are only warnings."""
    listed = list(problems)
    for problem in listed:
        sys.stdout.write(f"{problem}\n")
    return int(any(not problem.warning for problem in listed))


def _validate(path: Path) -> int:
    from extractor.annotation.folder import open_folder
    from extractor.annotation.validate import validate

    folder = open_folder(path)
    return _report(validate(folder.read_findings(), folder.texts, folder.read_negatives()))


def _describe(path: Path, datasheet: Path | None, as_json: bool) -> int:
    from extractor.annotation.describe import agreement_markdown, describe, fill, markdown
    from extractor.annotation.folder import open_folder

    folder = open_folder(path)
    counts = describe(folder)
    if datasheet is not None:
        fill(datasheet, {"counts": markdown(counts), "agreement": agreement_markdown(folder)})
    else:
        sys.stdout.write(json.dumps(counts, ensure_ascii=False, indent=1) + "\n" if as_json else markdown(counts))
    return 0


def _agreement(path: Path, passes: Sequence[Path]) -> int:
    from extractor.annotation.describe import AGREEMENT
    from extractor.annotation.folder import open_folder
    from extractor.evaluation.agreement import agreement, listing, to_json
    from extractor.evaluation.gold import load

    folder = open_folder(path)
    texts = folder.path / f"{folder.name}.txt" if folder.single else folder.path
    left, right = (load(one, texts) for one in passes)
    found = agreement(left, right)
    (folder.path / AGREEMENT).write_text(json.dumps(to_json(found), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(listing(found))
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 1 if a fault was found or a file could not be read."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "validate":
            return _validate(given.folder)
        if given.command == "describe":
            return _describe(given.folder, given.datasheet, given.json)
        if given.command == "agreement":
            return _agreement(given.folder, given.passes)
        from extractor.annotation.build import build, resolve_file

        if given.command == "resolve":
            return _report(resolve_file(given.quotes, given.folder, given.out))
        return _report(build(given.folder))
    except (AnnotationError, ReadError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
