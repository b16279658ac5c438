"""Archives of files: zip, tar, MAFF and WACZ, read member by member, nothing ever unpacked to disk."""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self, cast

from cleaner.sources.beside import companions, frames, hidden, made_of, owned
from cleaner.sources.saved import HEAD_BYTES, mail_date, origin
from cleaner.sources.unpack import DAMAGE, reason

ZIP_DAMAGE = (RuntimeError, NotImplementedError, ValueError, *DAMAGE)
_MAX_NAME_BYTES = 1 << 20       # of a tar's extended header; a hostile one claims gigabytes
_PAGE = "index.html"
_WACZ_FOLDER = "archive/"
_RDF_BYTES = 1 << 16
_RDF = re.compile(rb"<MAF:(originalurl|indexfilename|archivetime)\s+RDF:resource=\"([^\"]*)\"", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: a stream of its bytes, or the fault that kept it closed."""

    name: str
    stream: BinaryIO | None
    fault: str = ""
    url: str | None = None
    saved_at: str | None = None


def zip_members(stream: BinaryIO, kind: str = "zip") -> Iterator[Member]:
    """The files in a zip that are pages or may be; `kind` is zip, wacz or maff as its name has it, a zip may be any of them.

    A packed page is a page of SingleFile's with a zip in its midst.
    """
    with zipfile.ZipFile(stream) as archive:
        yield from _MEMBERS[_kind(archive) if kind == "zip" else kind](archive)


def _kind(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "datapackage.json" in names and any(name.startswith(_WACZ_FOLDER) for name in names):
        return "wacz"
    description = next((name for name in names if name.count("/") == 1 and name.endswith("/index.rdf")), None)
    return "maff" if description and _about(archive, description) else "zip"


def _files(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The files in a plain zip: no folders, hidden files, parts, frames or companions of a saved page."""
    infos = [info for info in archive.infolist() if not (info.is_dir() or hidden(info.filename) or made_of(info.filename))]
    skipped, framed = companions(info.filename for info in infos), frames(archive.namelist())
    for info in infos:
        if not (skipped(info.filename) or framed(info.filename)):
            yield _zip_member(archive, info)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, **known: str | None) -> Member:
    if info.flag_bits & 1:
        return Member(info.filename, None, "locked with a password")
    try:
        return Member(info.filename, cast(BinaryIO, archive.open(info)), "", **known)
    except ZIP_DAMAGE as error:
        return Member(info.filename, None, reason(error))


def _wacz(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The WARC files in a WACZ."""
    for info in archive.infolist():
        if info.filename.startswith(_WACZ_FOLDER) and not info.is_dir():
            yield _zip_member(archive, info)


def _self_extracting(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The page that SingleFile packed into a page which unpacks itself; what it says of it stands before the zip."""
    if archive.fp and _PAGE in archive.namelist():
        archive.fp.seek(0)
        url, saved_at = origin(archive.fp.read(HEAD_BYTES))
        yield _zip_member(archive, archive.getinfo(_PAGE), url=url, saved_at=saved_at)


def _maff(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The pages in a MAFF file: one folder each, whose index.rdf names its file, URL and time."""
    names = set(archive.namelist())
    for folder in dict.fromkeys(name.split("/")[0] for name in archive.namelist() if "/" in name):
        about = _about(archive, f"{folder}/index.rdf") if f"{folder}/index.rdf" in names else {}
        index = f"{folder}/{about.get('indexfilename') or 'index.html'}"
        if index in names:
            yield _zip_member(
                archive, archive.getinfo(index),
                url=about.get("originalurl"), saved_at=mail_date(about.get("archivetime")),
            )
        elif about:
            yield Member(index, None, "named by index.rdf, but not there")


_MEMBERS: dict[str, Callable[[zipfile.ZipFile], Iterator[Member]]] = {
    "zip": _files, "wacz": _wacz, "maff": _maff, "packed page": _self_extracting,
}


def _about(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    try:
        with archive.open(name) as file:
            found = _RDF.findall(file.read(_RDF_BYTES))
    except ZIP_DAMAGE:
        return {}
    values = ((key.decode().lower(), value.decode("utf-8", "replace")) for key, value in found)
    return {key: value.replace("&amp;", "&") for key, value in values}


class _Header(tarfile.TarInfo):
    """A tar header whose extensions are of a sane size."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        plain = header.isreg() or header.isdir() or header.issym() or header.islnk() or header.isdev()
        if not plain and header.size > _MAX_NAME_BYTES:
            raise tarfile.HeaderError(f"an extended header of {header.size:,} bytes")
        return header


def tar_members(stream: BinaryIO, again: Callable[[], BinaryIO] | None = None) -> Iterator[Member]:
    """The files in a tar stream, in its order, like `zip_members`.

    A page may stand behind its companions: `again` opens the stream a second time to see; without it their name decides.
    """
    skipped: Callable[[str], bool] | None = None
    for info, file in _tar_files(stream):
        if made_of(info.name):
            continue
        if owned(info.name):
            skipped = skipped or (companions(_tar_names(again())) if again else bool)
            if skipped(info.name):
                continue
        yield Member(info.name, file)


def _tar_names(stream: BinaryIO) -> Iterator[str]:
    with stream:
        yield from (info.name for info, _ in _tar_files(stream))


def _tar_files(stream: BinaryIO) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header, errorlevel=1) as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep every header it has read
            file = archive.extractfile(info) if info.isreg() and not hidden(info.name) else None
            if file is not None:
                yield info, cast(BinaryIO, file)
