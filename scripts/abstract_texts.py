"""Give an annotated set of abstracts its texts, which may not be shipped.

    python scripts/abstract_texts.py CORPORA annotations/abstracts/dev OUT

Writes into OUT the set's findings and a ``documents.jsonl`` with the texts out of the public tables below CORPORA
(``ev-screening`` and ``unlabelled``), each checked against the hash of the text that was annotated. OUT can then be
given to ``exocargo evaluate --gold``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from extractor.training.texts import abstract_texts


def main() -> None:
    """Write the set with its texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "annotated", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    texts = abstract_texts(args.corpora)
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "documents.jsonl").open("w", encoding="utf-8") as out:
        for line in (args.annotated / "documents.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text = texts.get(document["id"], "")
            if hashlib.sha256(text.encode()).hexdigest() != document["sha256"]:
                raise SystemExit(f"{args.corpora}: the text of {document['id']} is not the one annotated")
            out.write(json.dumps({**document, "text": text}, ensure_ascii=False) + "\n")
    shutil.copy(args.annotated / "events.jsonl", args.out)


if __name__ == "__main__":
    main()
