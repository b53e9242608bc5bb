"""BEL corpora: evidence texts with curated causal statements, mapped to frames where the text names both sides.

A statement names concepts, not words: both are looked up in the text, and a statement whose subject or object is not
named there is dropped and counted. Curators leave much uncurated, so that no absent pair is a negative. Correlations
and associations have no actor: their pairs are masked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.frames import Direction, along
from extractor.mentions.normal import normalise
from extractor.mentions.terms import load
from extractor.training.corpora.archive import Drops, members, require_split, text_of
from extractor.training.corpora.bel_script import Evidence, Statement, Term, read
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import disease_type, gene_type, process_type, slot_of
from extractor.training.corpora.locate import Places, keys_of, keys_of_mirna
from extractor.training.schema import SLOTS, DataError, Example, Filler, Frame, Masked, Span

__all__ = ["BelCorpus"]

_INCREASES = frozenset({"increases", "->", "→", "directlyIncreases", "=>", "⇒"})
_DECREASES = frozenset({"decreases", "-|", "directlyDecreases", "=|"})
_REGULATES = frozenset({"regulates", "reg"})
_NO_CHANGE = frozenset({"causesNoChange", "cnc"})
_UNDIRECTED = frozenset(
    {"association", "--", "positiveCorrelation", "pos", "negativeCorrelation", "neg", "correlation", "noCorrelation"}
)
#: A complex counts where it has a name of its own.
_GENES = frozenset(
    {"p", "g", "r", "m", "complex", "proteinAbundance", "geneAbundance", "rnaAbundance", "microRNAAbundance",
     "complexAbundance"}
)  # fmt: skip
_KINDS = {
    "a": "chemical", "abundance": "chemical", "bp": "pathway", "biologicalProcess": "pathway", "path": "disease",
    "pathology": "disease",
}  # fmt: skip
#: Namespaces whose abundances are substances; those of others may be cells, tissues, organisms.
_CHEMISTRY = frozenset({"CHEBI", "PUBCHEM", "DRUGBANK", "CONSO", "FIXMECHEM", "MESHC"})
_ANATOMY = re.compile(
    r"neuron|cells?\b|cytes?\b|phages?\b|glia|vessel|lysosom|phagosom|microtubul|axon|synap|neurite|cortex|hippocamp|brain|"
    r"matter\b|mitochondri|spines?\b|tangle|bod(?:y|ies)\b|plaque|barrier|lung|virus|virion|inhibitors?\b|proteins?\b",
    re.IGNORECASE,
)
#: Functions that speak of the activity or presence of their inner term.
_TRANSPARENT = frozenset(
    {"act", "activity", "sec", "cellSecretion", "surf", "cellSurfaceExpression", "kin", "cat", "tscript", "tport",
     "chap", "gtp", "pep", "phos", "ribo", "kinaseActivity", "transcriptionalActivity", "catalyticActivity"}
)  # fmt: skip
#: Functions that take their inner term away.
_REMOVING = frozenset({"deg", "degradation"})
#: Parts of a term that make it another thing than its name says.
_CHANGED = frozenset(
    {"var", "variant", "sub", "substitution", "trunc", "truncation", "fus", "fusion", "frag", "fragment"}
)
_TYPES = {
    "gene": frozenset({"protein", "lncRNA", "miRNA"}), "pathway": frozenset({"pathway"}),
    "disease": frozenset({"cancer", "pathway"}), "chemical": frozenset({"protein"}),
    "other": frozenset({"protein", "cell", "fluid"}),
}  # fmt: skip
#: Files whose header claims the content as somebody's property are left out where the rest is free.
_PROPRIETARY = "Private Ownership"
_LABELLED = frozenset({"mentions", "negated", *SLOTS, *(f"{slot}_direction" for slot in SLOTS)})


@dataclass(frozen=True, slots=True)
class _Named:
    """What a term names: its kind, its name, and the sign with which the term holds it."""

    kind: str
    name: str
    sign: Direction = Direction.INCREASES


@dataclass(frozen=True, slots=True)
class BelCorpus:
    """A .tar.gz of BEL scripts; it has no split, so that all of it is ``train``.

    ``spellings``: what the field of the corpus writes for names that the term table does not have.
    """

    name: str
    licence: str
    archive: str
    leaves_out_proprietary: bool
    spellings: Mapping[str, tuple[str, ...]]

    def examples(self, folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
        """An example for each distinct evidence text.

        Raises
        ------
        DataError
            If the archive is broken, or there is no such split.
        """
        require_split(self.name, split, ("train",))
        drops = Drops() if drops is None else drops
        path = folder / self.archive
        seen: set[str] = set()
        found = False
        for name, data in members(path, "", (".bel",)):
            found = True
            script = text_of(data, f"{path}: {name}")
            if self.leaves_out_proprietary and _PROPRIETARY in script.partition("SET Citation")[0]:
                drops["file that claims private ownership"] += 1
                continue
            for evidence in read(script):
                drops["statement that is not BEL"] += evidence.broken
                key = hashlib.sha256(evidence.text.encode("utf-8", "replace")).hexdigest()[:12]
                if key in seen:
                    drops["evidence text that came before"] += 1
                    continue
                seen.add(key)
                example = self._example(evidence, f"{evidence.pmid or 'unknown'}:{key}", split, drops)
                if example.frames or example.masked:
                    yield example
                else:
                    drops["text in which no statement has both its names"] += 1
        if not found:
            raise DataError(f"{path}: holds no .bel files; fetch the whole archive")

    def _example(self, evidence: Evidence, name: str, split: str, drops: Drops) -> Example:
        frames, masked = _Reading(evidence, self.spellings, drops).frames()
        spans = {span for frame in frames for span in frame.spans()}
        spans |= {span for pair in masked for span in (*pair.left, *pair.right)}
        return Example(
            id=name,
            corpus=self.name,
            licence=self.licence,
            split=split,
            text=evidence.text,
            spans=tuple(sorted(spans)),
            frames=frames,
            masked=masked,
            labelled=_LABELLED,
        )


class _Reading:
    """The statements of one evidence text against its words."""

    def __init__(self, evidence: Evidence, spellings: Mapping[str, tuple[str, ...]], drops: Drops) -> None:
        self._evidence, self._spellings, self._drops = evidence, spellings, drops
        self._places = Places(evidence.text)
        self._found: dict[tuple[str, str], tuple[Span, ...]] = {}

    def frames(self) -> tuple[tuple[Frame, ...], tuple[Masked, ...]]:
        """A frame for each subject and negation, and the pairs that have no actor."""
        found = Frames(self._drops)
        masked: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Masked] = {}
        for statement in self._evidence.statements:
            placed = self._placed(statement)
            if placed is None:
                continue
            subject, relation, sign, spans = placed
            slot = slot_of(spans[0].type)
            if relation in _UNDIRECTED or slot is None:
                masked[subject, spans] = Masked(subject, spans, relation)
                continue
            found.add(subject, slot, Filler(spans, sign, relation), negated=relation in _NO_CHANGE)
        return found.build(), tuple(masked.values())

    def _placed(self, statement: Statement) -> tuple[tuple[Span, ...], str, Direction, tuple[Span, ...]] | None:
        """Where the subject and the object stand, with the relation and its sign; None if that cannot be said."""
        relation, target = statement.relation, statement.object
        sign = _sign(relation)
        if isinstance(target, Statement):
            # "A increases (B increases C)": what is said of A is that C changes, by the product of the signs.
            inner = _sign(target.relation)
            if inner is None or sign is None or isinstance(target.object, Statement):
                self._drops["nested statement without signs"] += 1
                return None
            sign = along(sign, inner)
            target = target.object
        if sign is None and relation not in _UNDIRECTED:
            self._drops["relation that is no effect"] += 1
            return None
        subject, other = _named(statement.subject), _named(target)
        if subject is None or other is None:
            self._drops["term that is a complex, a variant, a list or a reaction"] += 1
            return None
        actor, spans = self._spans(subject), self._spans(other)
        if not actor or not spans:
            self._drops["subject not named in the text" if not actor else "object not named in the text"] += 1
            return None
        if any(a.start < b.end and b.start < a.end for a in actor for b in spans):
            self._drops["subject and object are the same words"] += 1
            return None
        return actor, relation, along(sign or Direction.UNSPECIFIED, subject.sign, other.sign), spans

    def _spans(self, named: _Named) -> tuple[Span, ...]:
        key = (named.kind, named.name)
        if key not in self._found:
            if named.name.upper().startswith(("MIR", "HSA-")) and named.kind == "gene":
                places = self._places.find_mirna(keys_of_mirna(named.name))
            else:
                places = ()
            keys, texts = keys_of(named.name, _TYPES[named.kind])
            more = self._spellings.get(named.name.lower(), ())
            places = places or self._places.find(keys | {normalise(spelling) for spelling in more}, texts.union(more))
            text = self._evidence.text
            spans = tuple(Span(start, end, _type(text[start:end], named.kind)) for start, end in places)
            # All places of one concept have one type, that of the first.
            self._found[key] = tuple(Span(span.start, span.end, spans[0].type) for span in spans)
        return self._found[key]


def _sign(relation: str) -> Direction | None:
    if relation in _INCREASES:
        return Direction.INCREASES
    if relation in _DECREASES:
        return Direction.DECREASES
    return Direction.UNSPECIFIED if relation in _REGULATES | _NO_CHANGE else None


def _named(term: Term) -> _Named | None:
    """The one thing that a term names; None for complexes, lists, variants and reactions."""
    if any(inner.function in _CHANGED for inner in term.inner):
        return None
    if term.function in _TRANSPARENT | _REMOVING:
        for inner in term.inner:
            if inner.function in _GENES or inner.function in _KINDS:
                found = _named(inner)
                if found is not None and term.function in _REMOVING:
                    return _Named(found.kind, found.name, found.sign.inverse)
                return found
        return None
    if term.function in _GENES and term.name:
        return _Named("gene", term.name)
    if term.function in _KINDS and term.name:
        kind = _KINDS[term.function]
        return _Named("other" if kind == "chemical" and term.namespace not in _CHEMISTRY else kind, term.name)
    return None


def _type(words: str, kind: str) -> str:
    if kind == "gene":
        return gene_type(words)
    if kind in ("chemical", "other"):
        known = [term for term in load().look_up(words, {"protein", "cell", "fluid"}) if term.match != "never"]
        if known:
            return known[0].type
        return "other" if kind == "other" and _ANATOMY.search(words) else "chemical"
    process = process_type(words)
    if kind == "pathway":
        # What a curator calls a process is one, unless it is a bare outcome.
        is_outcome = process == "phenotype" and bool(load().look_up(words, {"pathway"}))
        return "phenotype" if is_outcome else "pathway"
    return process if process == "pathway" else disease_type(words)
