"""Drafts as a Word document: one that prints well, with ruled lines wherever somebody is to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reflect.language.controls import show_controls
from reflect.language.english import join
from reflect.records import Blank, Citation, Handoff, Part, Point, Team
from reflect.reports.sheet import BLANK, foot, head_rows, kind_of, labels, taper_rows

_SERIF, _SANS = "Georgia", "Calibri"
_INK, _PALE = RGBColor(0x1E, 0x28, 0x27), RGBColor(0x4F, 0x56, 0x53)
_RULE, _FAINT = "837F76", "DDD8CC"
_WIDTH = 16.4
# A longer title is set smaller, so that it stands in one or two lines.
_SHORT_TITLE = 34
# What no XML may hold, beside the controls: half characters, and the two that are none.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
# Word refuses a longer title in a document's properties.
_MOST_PROPERTY = 250


def write_word(drafts: Sequence[Handoff], team: Team) -> bytes:
    """The drafts in one document, each on a page of its own."""
    document = Document()
    _set_up(document)
    for number, draft in enumerate(drafts):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _draft(document, draft, team)
    if drafts:
        _describe(document, drafts)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _draft(document: Any, draft: Handoff, team: Team) -> None:
    _paragraph(document, kind_of(draft), size=10.5, pale=True, after=0)
    title = _ruled(_paragraph(document, _line(draft.title), style="Title"), _RULE, 12)
    if len(draft.title) > _SHORT_TITLE:
        title.runs[0].font.size = Pt(19)
    _head(document, head_rows(draft, team))
    for said in filter(None, (draft.greeting, draft.opening)):
        _paragraph(document, said, serif=True, size=12.5, after=8)
    for part in draft.parts:
        _part(document, part, draft, team)
    _ruled(_paragraph(document, "", after=4), _FAINT, 4)
    # A foot alone on its page would look like a page that is missing.
    for line in document.paragraphs[-2:]:
        line.paragraph_format.keep_with_next = True
    _paragraph(document, foot(draft, team), size=9, pale=True)
    if draft.agenda:
        _agenda(document, draft)


def _part(document: Any, part: Part, draft: Handoff, team: Team) -> None:
    _paragraph(document, _line(part.heading), style="Heading 2")
    if part.quote is not None:
        _quote(document, part.quote, team)
    for line in filter(None, part.text.split("\n")):
        _paragraph(document, line, after=3)
    if part.id == "taper" and draft.taper:
        _taper(document, draft)
    if part.blanks:
        # How it is done is the largest of them.
        _blanks(document, part.blanks, lines=2 if part.id in ("how", "confirm") else 1)


def _head(document: Any, rows: Sequence[tuple[str, str]]) -> None:
    table = _table(document, len(rows), (3.6, _WIDTH - 3.6))
    for row, (name, value) in zip(table.rows, rows, strict=True):
        _in_cell(row.cells[0], name, pale=True)
        _in_cell(row.cells[1], _line(value))
    _ruled(_paragraph(document, "", after=6), _FAINT, 4)


def _quote(document: Any, quote: Citation, team: Team) -> None:
    paragraph = _paragraph(document, f"“{_line(quote.quote)}”", serif=True, size=12, after=0)
    paragraph.paragraph_format.left_indent = Cm(0.6)
    if source := _source(quote, team):
        told = _paragraph(document, source, size=9.5, pale=True, after=5)
        told.paragraph_format.left_indent = Cm(0.6)


def _source(quote: Citation, team: Team) -> str:
    line = next((line for line in team.lines if line.id == quote.source), None)
    role = team.role(line.role) if line else None
    return f"{role.title}, {line.label}" if role and line else ""


def _taper(document: Any, draft: Handoff) -> None:
    rows = taper_rows(draft)
    table = _table(document, len(rows), (1.4, 2.6, 3.1, 3.6, 3.9, 1.8))
    for place, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, value in zip(row.cells, values, strict=True):
            _in_cell(cell, "" if value == BLANK else value, bold=place == 0, size=10, after=3)
            cell.paragraphs[0].paragraph_format.space_before = Pt(3)
            _edge(cell, _RULE if place == 0 or value == BLANK else _FAINT)
        _keep_whole(row, repeated=place == 0)
    _paragraph(document, "", after=2, size=4)


def _blanks(document: Any, blanks: Sequence[Blank], lines: int) -> None:
    """What is left for a pen: the label on the left, ruled lines on the right."""
    table = _table(document, len(blanks) * lines, (5.6, _WIDTH - 5.6))
    for place, blank in enumerate(blanks):
        rows = table.rows[place * lines : (place + 1) * lines]
        label = rows[0].cells[0].merge(rows[-1].cells[0])
        _in_cell(label, _line(blank.label[:1].upper() + blank.label[1:]), bold=True, size=10.5)
        label.paragraphs[0].paragraph_format.space_before = Pt(7)
        for told in filter(None, (_line(blank.hint), f"({_line(blank.who)})")):
            _styled(label.add_paragraph(), told, size=9.5, pale=True, after=0)
        for number, row in enumerate(rows, 1):
            _edge(row.cells[1], _RULE)
            row.height = Cm(0.95)
            _keep_whole(row)
            row.cells[1].paragraphs[0].paragraph_format.keep_with_next = number < lines
        for paragraph in label.paragraphs:
            # What is to be filled in stays with the room for it.
            paragraph.paragraph_format.keep_with_next = lines > 1
    _paragraph(document, "", after=2, size=4)


def _agenda(document: Any, draft: Handoff) -> None:
    called = labels()
    heading = _paragraph(document, called["agenda"], style="Heading 1")
    heading.paragraph_format.page_break_before = True
    minutes = sum(point.minutes for point in draft.agenda)
    _paragraph(document, called["agenda_sum"].format(minutes=minutes), pale=True, after=6)
    for number, point in enumerate(draft.agenda, 1):
        _point(document, number, point)


def _point(document: Any, number: int, point: Point) -> None:
    heading = _paragraph(document, f"{number}  {_line(point.heading)}", style="Heading 2")
    minutes = heading.add_run(f"   {labels()['agenda_minutes'].format(minutes=point.minutes)}")
    minutes.font.size, minutes.font.color.rgb, minutes.bold = Pt(10), _PALE, False
    if point.text:
        _paragraph(document, _line(point.text), after=4, keep=True)
    for question in point.questions:
        _paragraph(document, _line(question), after=0, keep=True)
        _room(document)


def _room(document: Any, lines: int = 2) -> None:
    """Ruled lines across the page."""
    table = _table(document, lines, (_WIDTH,))
    for row in table.rows:
        _edge(row.cells[0], _RULE)
        row.height = Cm(0.85)
        _keep_whole(row)
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = row is not table.rows[-1]
    _paragraph(document, "", after=2, size=4)


# ---- pieces


def _paragraph(document: Any, text: str, *, style: str | None = None, keep: bool = False, **look: Any) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.keep_with_next = keep or None if style is None else True
    if style is not None:
        paragraph.add_run(_clean(text))
        return paragraph
    return _styled(paragraph, text, **look)


def _styled(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 11,
    serif: bool = False,
    pale: bool = False,
    bold: bool = False,
    after: float = 6,
) -> Paragraph:
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold = Pt(size), bold
    if serif:
        _set_font(run, _SERIF)
    if pale:
        run.font.color.rgb = _PALE
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _in_cell(cell: _Cell, text: str, **look: Any) -> None:
    _styled(cell.paragraphs[0], text, **({"after": 0} | look))


def _table(document: Any, rows: int, widths: Sequence[float]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def _keep_whole(row: Any, *, repeated: bool = False) -> None:
    """A row that isn't cut by the end of a page; the headings stand on each page."""
    for name in ["w:cantSplit", *(["w:tblHeader"] if repeated else [])]:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _edge(cell: _Cell, colour: str) -> None:
    """A line below a cell."""
    borders = OxmlElement("w:tcBorders")
    borders.append(_border("w:bottom", colour, 4))
    cell._tc.get_or_add_tcPr().append(borders)


def _ruled(paragraph: Paragraph, colour: str, eighths: int) -> Paragraph:
    """A line below a paragraph."""
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:bottom", colour, eighths))
    properties = paragraph._p.get_or_add_pPr()
    # Word reads the properties of a paragraph in one order only.
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    after = next((child for name in later if (child := properties.find(qn(name))) is not None), None)
    if after is None:
        properties.append(borders)
    else:
        after.addprevious(borders)
    return paragraph


def _border(name: str, colour: str, eighths: int) -> Any:
    border = OxmlElement(name)
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "1"), ("color", colour)):
        border.set(qn(f"w:{key}"), value)
    return border


def _set_font(styled: Any, name: str) -> None:
    """The font for every script, without those of the template's theme."""
    styled.font.name = name
    fonts = styled._element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    looks = (
        ("Normal", _SANS, 11, False, 0),
        ("Title", _SERIF, 24, True, 0),
        ("Heading 1", _SERIF, 20, True, 0),
        ("Heading 2", _SERIF, 13, True, 15),
    )
    for name, font, size, bold, before in looks:
        style = document.styles[name]
        _set_font(style, font)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        # The template rules its titles in blue.
        for border in style.element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)
    for language in document.styles.element.xpath("//w:lang"):
        language.set(qn("w:val"), "en-GB")


def _describe(document: Any, drafts: Sequence[Handoff]) -> None:
    """The document's properties, and at the foot of each page what it is and its number."""
    first, properties = drafts[0], document.core_properties
    properties.title = _clean(_line(first.title))[:_MOST_PROPERTY]
    properties.author = properties.last_modified_by = _clean(_line(first.giver))[:_MOST_PROPERTY]
    properties.subject, properties.comments = kind_of(first), ""
    made = datetime.combine(first.drafted, time(), UTC).replace(tzinfo=None)
    properties.created = properties.modified = made
    before, _, after = labels()["page_of"].partition("{page}")
    title = _clean(_line(first.title if len(drafts) == 1 else join(dict.fromkeys(map(kind_of, drafts)))))
    paragraph = document.sections[0].footer.paragraphs[0]
    _styled(paragraph, before.replace("{title}", title), size=9, pale=True, after=0)
    _add_page_number(paragraph)
    _styled(paragraph, after, size=9, pale=True, after=0)


def _add_page_number(paragraph: Paragraph) -> None:
    """The one field of the document; no text becomes one."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(9), _PALE
    field.append(run._r)
    paragraph._p.append(field)


def _line(text: str) -> str:
    return " ".join(text.split())


def _clean(text: str) -> str:
    return _NO_XML.sub("�", show_controls(text))
