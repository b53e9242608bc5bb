"""The text of printed lines: superscripts, subscripts, citations.

Superscript citations come out as bracketed numbers set off from the word and before the punctuation that they follow
in print (``cells.12,13`` with a raised ``12,13`` reads ``cells [12,13].``), so that no name ends in a citation and a
sentence ends in its full stop. Exponents come out as Unicode superscripts (10⁶, mm³, Gy⁻¹); charges, isotopes,
alleles and ordinals stay on the line (CD4+, 131I, Atm-/-, 5th), as do all subscripts (H2O).
"""

from __future__ import annotations

import re

from extractor.readers.pdf_lines import Line, Piece

__all__ = ["line_text"]

_CITATION = re.compile(r"[\[(]?\d{1,3}[a-f]?(?:\s*[,;–—-]\s*\d{1,3}[a-f]?)*,?[\])]?")
_POWERS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
#: What a number raised on it is an exponent of: ten, a unit of measure, a lone statistic.
_BASE = re.compile(
    r"(?:^|[^\w])(?:\d*[.·×x]?\s?10|[fpnµμmckd]?m|[fpnµμmk]?[glLsNM]|sec|min|h|hr|d|day|days|Gy|cGy|Hz|kHz|MHz|Bq|MBq|kBq"
    r"|mol|mmol|cells?|[RrχIηηPpΔεxyndt2e])$"
)
_RESIDUE = re.compile(
    r"(?:^|[^A-Za-z])(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|serine|threonine|tyrosine|lysine|cysteine)\)?-?$",
    re.I,
)


def line_text(line: Line) -> str:
    """The characters of ``line`` with scripts resolved; a hyphen at its end is left for whoever joins lines."""
    out = ""
    groups = _groups(line)
    for at, (text, script, gap) in enumerate(groups):
        if script > 0:
            leads = (
                (gap or not out) and at + 1 < len(groups) and not groups[at + 1][2] and groups[at + 1][0][:1].isalpha()
            )
            out = (f"{out} " if out and not out.endswith(" ") else out) + text if leads else _raise(out, text, gap)
        else:
            out += (" " if gap and out and not out.endswith(" ") else "") + text
    if re.fullmatch(r"(?:\S ){3,}\S", out):  # letter-spaced: A B S T R A C T
        out = out.replace(" ", "")
    return out


def _groups(line: Line) -> list[tuple[str, int, bool]]:
    """Stretches of ``line`` on one level: text, level (1 raised, -1 lowered, 0 on the line), whether space precedes."""
    groups: list[tuple[str, int, bool]] = []
    for piece in line.pieces:
        level = _level(piece, line)
        if groups and groups[-1][1] == level:
            text, _, gap = groups[-1]
            groups[-1] = (text + (" " if piece.gap else "") + piece.text, level, gap)
        else:
            groups.append((piece.text, level, piece.gap))
    return groups


def _level(piece: Piece, line: Line) -> int:
    if piece.size > 0.88 * line.size:
        raised = piece.y - line.y > 0.25 * line.size and len(piece.text) <= 6
        return 1 if raised else 0
    shift = (piece.y - line.y) / max(line.size, 1.0)
    return 1 if shift > 0.12 else -1 if shift < -0.05 else 0


def _raise(before: str, raised: str, gap: bool) -> str:
    """``before`` with the superscript ``raised`` added in a form that reads on one line."""
    compact = raised.replace(" ", "")
    if not compact or compact[0] in "’'′°ºª*†‡§¶#®™©" or not any(c.isdigit() for c in compact):
        return before + (" " if gap and before and not before.endswith(" ") else "") + raised
    word = re.search(r"\S*$", before)
    stem = word.group() if word else ""
    apart = gap and not stem.endswith((",", ".", ";", ":", ")"))
    if not stem or (apart and not _CITATION.fullmatch(compact)):
        return before + (" " if gap and before and not before.endswith(" ") else "") + raised
    if re.fullmatch(r"[-−–+]?\d{1,2}|[-−–+]?\d\.\d+", compact) and (compact[0] in "-−–" or int(float(compact)) < 30):
        signed = compact[0] in "-−–"
        if _BASE.search(stem if not stem[-1:].isdigit() or stem.endswith("10") else "") and (
            signed or _is_power(stem, compact)
        ):
            return before + compact.translate(_POWERS)
    if not _CITATION.fullmatch(compact):
        return before + raised  # charges and alleles: Ca2+, G12D
    if compact.isdigit() and (int(compact) >= 500 or _RESIDUE.search(stem)):
        return before + raised
    numbers = compact.strip("[](),")
    tail = re.search(r"[.,;:]+$", before)
    if tail and not re.search(r"\bal\.$|\b[A-Z]\.$", before):
        return f"{before[: tail.start()]} [{numbers}]{tail.group()}"
    return f"{before.rstrip()} [{numbers}]"


def _is_power(stem: str, number: str) -> bool:
    """Whether an unsigned raised number is a power: any of ten, two or three of a unit, two of a lone letter."""
    if stem.endswith("10"):
        return True
    if re.search(r"(?:^|[^\w])[RrχIη]$", stem):
        return number == "2"
    return number in ("2", "3") and re.search(r"(?:^|[^\w])[fpnµμmckd]?m$", stem) is not None
