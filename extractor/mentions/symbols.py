"""What a gene-like symbol looks like, and the abbreviations that look like one and are none."""

from __future__ import annotations

import re

from extractor.mentions.mirna_names import HYPHENS

__all__ = ["COMPOUND", "is_symbol"]

_H = f"[{HYPHENS}]"

#: Methods, molecules and vesicles that stand after a class word without being its name: "lncRNA FISH", "circRNA RIP".
_NOT_SYMBOLS = frozenset(
    """
    RNA RNAS CIRRNA CIRRNAS DNA CDNA MRNA MRNAS MIRNA MIRNAS LNCRNA LNCRNAS CIRCRNA CIRCRNAS CERNA CERNAS NCRNA NCRNAS SIRNA SIRNAS
    SHRNA SHRNAS RRNA TRNA SNRNA SNORNA PIRNA MICRORNA MICRORNAS LINCRNA LINCRNAS RBP RBPS MRE MRES
    PCR RT QPCR RTPCR QRTPCR DDPCR FISH ISH RIP CLIP CHIP CHIRP WB IHC IF ELISA NGS SEQ RNASEQ GEO TCGA GTEX KEGG GO GSEA
    WGCNA GWAS SNP SNPS ROC AUC PPI ORF ORFS UTR CDS CRISPR CAS CAS9 SIRNAS ASO ASOS NC WT KO KD OE BP KB NT
    EV EVS SEV SEVS EXO EXOS EXOSOME EXOSOMES MV MVS TEX TEXS MSC MSCS
    CRC HCC NSCLC NPC ESCC GC BC PC PCA OC RCC AML CLL MM DM CAD AKI MI
    USA UK II III IV AND OR OF IN BY FOR WITH THE WAS IS ARE FROM TO VIA ON AS AT NOT
    """.split()
)

#: What is written to a name with a hyphen and is no part of it: HOTAIR-overexpressing, circHIPK3-siRNA, TUG1-Mediated.
COMPOUND = re.compile(
    rf"(?<![\u0370-\u03ff]){_H}(?=[a-z]{{3,}}|[A-Z][a-z]{{3,}}|(?:si|sh|m|mi)RNA|[Mm]i[Rr]|KO\b|KD\b|OE\b|WT\b|MUT\b|NC\b|EVs?\b|[Ee]xo|up\b|"
    rf"low\b)(?!p[0-9]|[a-z]{{1,3}}[0-9]).*"
)
_SHAPE = re.compile(r"(?=[^\W_]*[A-Z0-9])(?:[A-Z]|[a-z]{1,3}(?=[0-9A-Z]))[\w\u0370-\u03ff-]*")
_ORDINARY = re.compile(r"[A-Z]?[a-z]+(?:-[A-Z]?[a-z]+)*")
_NUMERAL = re.compile(r"[IVX]+|[A-Z]")


def is_symbol(word: str) -> bool:
    """Whether a word can be the symbol of a gene: capitals or digits in it, and no known abbreviation of something else.

    >>> is_symbol("HOTAIR"), is_symbol("p21"), is_symbol("Gas5"), is_symbol("Profiling"), is_symbol("PCR")
    (True, True, True, False, False)
    """
    if len(word) < 2 or not _SHAPE.fullmatch(word) or _ORDINARY.fullmatch(word) or _NUMERAL.fullmatch(word):
        return False
    first = re.split(r"[-_]", word)[0].upper()
    return word.upper() not in _NOT_SYMBOLS and first not in _NOT_SYMBOLS
