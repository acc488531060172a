"""Adds an article of one's own to those that can be searched and cited, and takes it away again.

It is kept as Markdown in the data folder, so that it can be read, mended and removed without reflect too.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from reflect.corpus import Article, FrontMatter, read_article, read_articles
from reflect.errors import InputError
from reflect.language.controls import show_controls

# A book has half a million words.
_LARGEST_BYTES = 5_000_000
_LARGEST_UNPACKED = 100_000_000
_LONGEST_TITLE = 150
_UNFIT = re.compile(r"[^a-z0-9]+")


def add_article(file: Path, folder: Path, *, title: str = "", author: str = "") -> Article:
    """Keep a file as an article of one's own.

    Args:
        file: Markdown, plain text or Word.
        folder: Where such articles are kept.
        title: What it is called, in place of what the file says or is called.
        author: Who wrote it, in place of what the file says.

    Raises:
        InputError: If it can't be read, holds no text, or can't be kept.
    """
    about, body = _read(file)
    about = about.but(
        title=_one_line(title or about.title or file.stem.replace("_", " ")), author=_one_line(author or about.author)
    )
    if not body.strip():
        raise InputError("there is no text in it; a scan or a picture can't be read", path=Path(file.name))
    head = yaml.safe_dump(about.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    target = folder / f"{_name(about.title, folder)}.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_text(f"---\n{head}---\n\n{show_controls(body)}\n", encoding="utf-8")
        part.rename(target)
    except OSError as error:
        raise InputError(f"it can't be kept there ({error.strerror}); make room", path=folder) from error
    try:
        return read_article(target).but(own=True)
    except InputError:
        target.unlink()
        raise


def remove_article(name: str, folder: Path) -> None:
    """Take an article of one's own away.

    Raises:
        InputError: If there is none of that name, or it can't be removed.
    """
    # Only what lies in this folder, whatever the name says.
    path = next((one for one in folder.glob("*.md") if one.stem == name), None)
    if path is None:
        raise InputError("there is no such article of your own; look at the list again")
    try:
        path.unlink()
    except OSError as error:
        raise InputError(f"it can't be removed ({error.strerror})", path=path) from error


def _read(file: Path) -> tuple[FrontMatter, str]:
    """What a file says of itself, and its text as Markdown."""
    kinds: dict[str, Callable[[Path], str]] = {".md": _read_text, ".markdown": _read_text, ".txt": _read_text}
    kinds[".docx"] = _read_word
    name = Path(file.name)
    if file.suffix.lower() not in kinds:
        raise InputError("that is none of .md, .txt and .docx; save it as one of them", path=name)
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            raise InputError(f"it is larger than {_LARGEST_BYTES // 1_000_000} MB; is it the right file?", path=name)
        text = kinds[file.suffix.lower()](file)
    except OSError as error:
        raise InputError(f"it can't be read ({error.strerror})", path=name) from error
    if file.suffix.lower() in (".md", ".markdown"):
        return _front_matter(text)
    return FrontMatter(title=""), text


def _front_matter(text: str) -> tuple[FrontMatter, str]:
    """The title and author that stand at the top of a Markdown file, whatever else does."""
    known: object = None
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) > 0:
        try:
            known = yaml.safe_load(text[4 : end + 1])
        except (yaml.YAMLError, RecursionError):
            known = None
        text = text[end + 5 :]
    found = known if isinstance(known, dict) else {}
    if not found.get("title") and (heading := re.match(r"\s*#\s+(.+?)\s*#*\n", text)):
        found = {**found, "title": heading.group(1)}
    return FrontMatter(title=str(found.get("title") or ""), author=str(found.get("author") or "")), text


def _read_text(file: Path) -> str:
    data = file.read_bytes()
    for encoding in ("utf-16", "utf-8-sig") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise InputError("it isn't text in UTF-8; save it as UTF-8", path=Path(file.name))


def _read_word(file: Path) -> str:
    """The paragraphs of a Word document; its headings become headings."""
    from docx import Document

    name = Path(file.name)
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise InputError("it is no Word document that can be read; save it anew as .docx", path=name) from error
    if size > _LARGEST_UNPACKED:
        raise InputError(f"it would unpack to {size // 1_000_000:,} MB; it isn't opened", path=name)
    try:
        document = Document(str(file))
    except Exception as error:  # whatever stands in the parts of a damaged document
        raise InputError(
            f"it is no Word document that can be read ({type(error).__name__}); save it anew as .docx", path=name
        ) from error

    def lines() -> Iterator[str]:
        for paragraph in document.paragraphs:
            style = paragraph.style.name if paragraph.style is not None else ""
            level = 1 if style == "Title" else int(style[-1]) if re.fullmatch(r"Heading [1-6]", style or "") else 0
            yield f"{'#' * level} {paragraph.text}".strip()

    return "\n\n".join(lines())


def _one_line(text: str) -> str:
    return " ".join(show_controls(text).split())[:_LONGEST_TITLE]


def _name(title: str, folder: Path) -> str:
    """A name that no other article has: a passage is cited by it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = _UNFIT.sub("-", plain)[:60].strip("-") or "article"
    taken = {path.stem for path in folder.glob("*.md")} | {article.name for article in read_articles()}
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
