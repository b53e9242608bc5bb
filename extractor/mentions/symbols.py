"""What a gene-like symbol looks like, and the abbreviations that look like one and are none."""

from __future__ import annotations

import re

from extractor.mentions.mirna_names import HYPHENS

__all__ = ["COMPOUND", "is_symbol"]

_H = f"[{HYPHENS}]"

#: Methods, molecules and vesicles that stand after a class word without being its name: "lncRNA FISH", "circRNA RIP".
_NOT_SYMBOLS = re.compile(
    r"""
    (?:C|M|MI|LNC|CIR|CIRC|CE|NC|SI|SH|R|T|SN|SNO|PI|MICRO|LINC)?RNAS? | C?DNA | RBPS? | MRES?
    | Q?(?:RT)?-?Q?PCR | DDPCR | RT | FISH | ISH | RIP | CLIP | CHIP | CHIRP | WB | IHC | IF | ELISA | NGS | (?:RNA)?SEQ
    | GEO | TCGA | GTEX | KEGG | GO | GSEA | WGCNA | GWAS | SNPS? | ROC | AUC | PPI | ORFS? | UTR | CDS | CRISPR | CAS9?
    | ASOS? | NC | WT | KO | KD | OE | BP | KB | NT | S?EVS? | EXOS? | EXOSOMES? | MVS? | TEXS? | MSCS?
    | CRC | HCC | NSCLC | NPC | ESCC | GC | BC | PC | PCA | OC | RCC | AML | CLL | MM | DM | CAD | AKI | MI | USA | UK
    | AND | OR | OF | IN | BY | FOR | WITH | THE | WAS | IS | ARE | FROM | TO | VIA | ON | AS | AT | NOT
    """,
    re.VERBOSE,
)
#: What is written to a name with a hyphen and is no part of it: HOTAIR-overexpressing, circHIPK3-siRNA, TUG1-Mediated.
COMPOUND = re.compile(
    rf"(?<![\u0370-\u03ff]){_H}(?=[a-z]{{3,}}|[A-Z][a-z]{{3,}}|(?:si|sh|m|mi)RNA|[Mm]i[Rr]|"
    r"(?:KO|KD|OE|WT|MUT|NC|EVs?|up|low)\b|[Ee]xo)(?!p[0-9]|[a-z]{1,3}[0-9]).*"
)
_SHAPE = re.compile(r"(?=[^\W_]*[A-Z0-9])(?:[A-Z]|[a-z]{1,3}(?=[0-9A-Z]))[\w\u0370-\u03ff-]*")
_ORDINARY = re.compile(r"[A-Z]?[a-z]+(?:-[A-Z]?[a-z]+)*")
_NUMERAL = re.compile(r"[IVX]+|[A-Z]")


def is_symbol(word: str) -> bool:
    """Whether a word can be a gene's symbol: capitals or digits in it, and no known abbreviation of something else.

    >>> is_symbol("HOTAIR"), is_symbol("p21"), is_symbol("Gas5"), is_symbol("Profiling"), is_symbol("PCR")
    (True, True, True, False, False)
    """
    if len(word) < 2 or not _SHAPE.fullmatch(word) or _ORDINARY.fullmatch(word) or _NUMERAL.fullmatch(word):
        return False
    first = re.split(r"[-_]", word)[0].upper()
    return not (_NOT_SYMBOLS.fullmatch(word.upper()) or _NOT_SYMBOLS.fullmatch(first))
