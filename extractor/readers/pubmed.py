"""PubMed XML: one Document a record, streamed.

The text is the title, a blank line, and the abstract. Labels of a structured abstract are the titles of its sections
and not part of the text, so that the same abstract reads the same here and in JATS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractor.document import Document
from extractor.readers.assembly import Part, assemble
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.markup import inline_text, plain_text
from extractor.readers.stream import Stream
from extractor.readers.xml import Element, record_limit, split_elements

__all__ = ["read_pubmed"]

_RECORDS = ("PubmedArticle", "PubmedBookArticle")
#: The records of files from before 2003 and of licensees, which carry no PubmedData.
_OLD_RECORDS = ("MedlineCitation",)
_TITLES = (
    ".//{*}Article/{*}ArticleTitle",
    ".//{*}BookDocument/{*}ArticleTitle",
    ".//{*}BookDocument/{*}Book/{*}BookTitle",
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_IDS = {"pubmed": "pmid", "pmc": "pmcid", "doi": "doi"}


def read_pubmed(
    stream: Stream, limits: Limits, wanted: Callable[[bytes], bool] | None = None
) -> Iterator[Document | ReadError]:
    """The records of a PubMed XML file; a ReadError in place of each that cannot be read.

    Records whose bytes are not ``wanted`` are passed over without being parsed.

    Raises
    ------
    ReadError
        Where nothing more of the file can be read; see :func:`extractor.readers.xml.split_elements`.
    """
    names = _OLD_RECORDS if b"<MedlineCitationSet" in stream.head else _RECORDS
    for number, record in enumerate(split_elements(stream, names, record_limit(limits), wanted), start=1):
        if isinstance(record, ReadError):
            yield record
            continue
        try:
            yield _document(record, stream.name, limits)
        except ReadError as error:
            pmid = plain_text(record.find(".//{*}PMID"))
            where = f"record {number}" + (f" (PMID {pmid})" if pmid else "")
            yield ReadError(error.error, f"{where}: {error.message}")


def _document(record: Element, source: str, limits: Limits) -> Document:
    ids = _ids(record)
    if "pmid" not in ids:
        raise ReadError("bad_record", "has no PMID; it is left out")
    title, parts = _text(record)
    text, sections = assemble(parts, limits)
    types = [plain_text(name) for name in record.iterfind(".//{*}PublicationTypeList/{*}PublicationType")]
    types += [plain_text(name) for name in record.iterfind("./{*}BookDocument/{*}PublicationType")]
    if record.find(".//{*}CommentsCorrections[@RefType='RetractionIn']") is not None:
        types.append("Retracted Publication")
    return Document(
        id=ids["pmid"],
        text=text,
        sections=sections,
        source=source,
        kind="pubmed",
        title=title,
        ids=ids,
        year=_year(record),
        publication_types=tuple(dict.fromkeys(filter(None, types))),
    )


def _text(record: Element) -> tuple[str, list[Part]]:
    """The title, and the parts of the text."""
    heading = next((found for path in _TITLES if (found := record.find(path)) is not None), None)
    title = inline_text(heading) if heading is not None else ""
    # "Not Available" stands where there is no English title; what the authors wrote is in VernacularTitle.
    if not title or title.strip("[]. ").casefold() == "not available":
        vernacular = record.find(".//{*}VernacularTitle")
        title = inline_text(vernacular) if vernacular is not None else ""
    abstract = record.findall(".//{*}Abstract/{*}AbstractText")
    if not abstract:
        abstract = record.findall(".//{*}OtherAbstract[@Language='eng']/{*}AbstractText")
    parts = [Part("title", "", title)]
    parts += [Part("abstract", (piece.get("Label") or "").strip(), inline_text(piece)) for piece in abstract]
    return title, parts


def _ids(record: Element) -> dict[str, str]:
    """What the record itself is known as; the ids of the papers that it cites stand elsewhere in it."""
    ids: dict[str, str] = {}
    paths = ("./{*}MedlineCitation/{*}PMID", "./{*}BookDocument/{*}PMID", "./{*}PMID")
    pmid = next((text for path in paths if (text := plain_text(record.find(path)))), "")
    if pmid:
        ids["pmid"] = pmid
    lists = ("./{*}PubmedData", "./{*}BookDocument", "./{*}PubmedBookData")
    for element in (found for path in lists for found in record.iterfind(f"{path}/{{*}}ArticleIdList/{{*}}ArticleId")):
        key, value = _IDS.get(element.get("IdType", "")), plain_text(element)
        if key and value:
            ids.setdefault(key, value)
    located = record.find(".//{*}Article/{*}ELocationID[@EIdType='doi']")
    if located is not None and plain_text(located):
        ids.setdefault("doi", plain_text(located))
    return ids


def _year(record: Element) -> int | None:
    for path in (".//{*}JournalIssue/{*}PubDate", ".//{*}Article/{*}ArticleDate", ".//{*}Book/{*}PubDate"):
        found = _YEAR.search(plain_text(record.find(path)))
        if found:
            return int(found[0])
    return None
