"""Croissant metadata of an annotation folder, written with the package ``mlcroissant``.

What the set is called and whose it is stands in the folder's ``dataset.toml``: name, description, version, date, url,
licence (an address), creator, citation, keywords.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

from extractor.annotation.folder import Folder, read_text
from extractor.annotation.schema import AnnotationError, Finding, Negative

__all__ = ["METADATA", "describe_dataset"]

#: The file that names the set.
METADATA = "dataset.toml"
_CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
_FIELDS = ("name", "description", "version", "date", "licence", "creator", "citation", "keywords")
_FORMATS = {".jsonl": "application/jsonlines", ".json": "application/json", ".txt": "text/plain", ".ann": "text/plain"}


def _plain(hint: Any) -> Any:
    """The type behind ``Annotated``, ``X | None`` and ``Literal``."""
    if hasattr(hint, "__metadata__"):
        return _plain(hint.__origin__)
    inner = [arg for arg in get_args(hint) if arg is not type(None)]
    if type(None) in get_args(hint):
        return _plain(inner[0])
    return type(inner[0]) if inner and isinstance(inner[0], str) else hint


def _fields(mlc: Any, context: Any, schema: Any, record_set: str, file: str) -> Iterator[Any]:
    """A Croissant field for each field of the schema; lists of objects have a subfield for each of their fields."""
    types = {str: mlc.DataType.TEXT, bool: mlc.DataType.BOOL, int: mlc.DataType.INTEGER}
    for name, annotated in get_type_hints(schema, include_extras=True).items():
        hint = _plain(annotated)
        item = _plain(get_args(hint)[0]) if get_origin(hint) is list else None
        inner = get_type_hints(item) if hasattr(item, "__annotations__") else {}
        given = {
            "ctx": context,
            "id": f"{record_set}/{name}",
            "name": name,
            "is_array": True if item else None,
        }
        if not inner:
            source = mlc.Source(file_object=file, extract=mlc.Extract(column=name))
            yield mlc.Field(**given, data_types=types[item or hint], source=source)
            continue
        yield mlc.Field(
            **given,
            sub_fields=[
                mlc.Field(
                    ctx=context,
                    id=f"{record_set}/{name}/{key}",
                    name=key,
                    data_types=types[_plain(of)],
                    is_array=True,
                    source=mlc.Source(
                        file_object=file,
                        extract=mlc.Extract(column=name),
                        transforms=[mlc.Transform(json_path=f"$[*].{key}")],
                    ),
                )
                for key, of in inner.items()
            ],
        )


def _about(folder: Folder) -> dict[str, Any]:
    path = folder.path / METADATA
    try:
        about = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise AnnotationError(f"{path}: is not TOML ({error}); mend it") from None
    if missing := [field for field in _FIELDS if field not in about]:
        raise AnnotationError(f"{path}: {', '.join(missing)} missing; add them")
    return about


def describe_dataset(folder: Folder, files: list[str]) -> str:
    """The set's Croissant metadata as JSON-LD; ``files`` are the names of its files, with hashes of what they hold.

    Raises
    ------
    AnnotationError
        If mlcroissant is not installed, ``dataset.toml`` lacks a field, or the metadata do not validate.
    """
    try:
        import mlcroissant as mlc
    except ImportError:
        raise AnnotationError("Croissant metadata need mlcroissant; pip install mlcroissant") from None
    about = _about(folder)
    context = mlc.Context(conforms_to=_CONFORMS_TO)
    distribution = []
    for name in files:
        content = (folder.path / name).read_bytes()
        distribution.append(
            mlc.FileObject(
                ctx=context,
                id=name,
                name=name,
                content_url=name,
                content_size=f"{len(content)} B",
                encoding_formats=[_FORMATS.get("." + name.rpartition(".")[2], "text/plain")],
                sha256=hashlib.sha256(content).hexdigest(),
            )
        )
    sets = [("findings", Finding, folder.findings.name), ("negatives", Negative, folder.negatives.name)]
    record_sets = [
        mlc.RecordSet(
            ctx=context,
            id=name,
            name=name,
            description=schema.__doc__,
            fields=list(_fields(mlc, context, schema, name, file)),
        )
        for name, schema, file in sets
        if file in files
    ]
    try:
        metadata = mlc.Metadata(
            ctx=context,
            name=about["name"],
            description=about["description"],
            version=about["version"],
            date_published=about["date"],
            url=about.get("url"),
            license=about["licence"],
            creators=[mlc.Organization(name=about["creator"])],
            cite_as=about["citation"],
            keywords=about["keywords"],
            distribution=distribution,
            record_sets=record_sets,
        )
    except mlc.ValidationError as error:
        raise AnnotationError(f"{folder.path / METADATA}: {error}") from None
    return json.dumps(metadata.to_json(), ensure_ascii=False, indent=2, default=str) + "\n"
