"""Small files of every kind that somebody might upload as a paper, made as they are needed."""

import io
import zipfile
import zlib
from functools import cache

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw

PAGE = """<h1 id="s{n}">Section {n}: {title}</h1><p>See <a href="#s1">the first section</a> and
<a href="https://school.example/">the school’s page</a>. {word} has gone up since the last meeting, most of all in the
summer term.</p><ul><li>Attendance is better</li><li>Reading is better</li></ul><h2>Figures</h2>
<table><thead><tr><th>School year</th><th>Percent</th></tr></thead><tbody><tr><th>2024/25</th><td>61</td></tr>
<tr><th>2025/26</th><td>64</td></tr></tbody></table>"""


@cache
def tagged(
    pages: int = 2, size: str = "A4", title: str = "Reading in our schools", word: str = "Reading"
) -> bytes:
    """A paper as a good program writes it: tagged, with headings, links, a table and bookmarks."""
    return _html(pages, size, title, word, pdf_variant="pdf/ua-1", pdf_tags=True)


@cache
def untagged(pages: int = 2, size: str = "A4", title: str = "Plain", word: str = "Reading") -> bytes:
    """The same without tags."""
    return _html(pages, size, title, word)


def _html(pages: int, size: str, title: str, word: str, **options: object) -> bytes:
    from weasyprint import HTML  # takes a second, which the other files need not pay

    style = f"@page {{ size: {size}; margin: 15mm }} h1 {{ break-before: page }} h1:first-of-type {{ break-before: auto }}"
    body = "".join(PAGE.format(n=n, title=title, word=word) for n in range(1, pages + 1))
    html = f'<html lang="en-GB"><head><title>{title}</title><style>{style}</style></head><body>{body}</body></html>'
    made: bytes = HTML(string=html).write_pdf(**options)
    return made


@cache
def scanned(pages: int = 1, pixels: int = 1200) -> bytes:
    """Pictures of pages."""
    pictures = []
    for number in range(pages):
        picture = Image.effect_noise((pixels, int(pixels * 1.41)), 12).convert("L")
        ImageDraw.Draw(picture).text((100, 100), f"Scanned page {number + 1}", fill=0, font_size=60)
        pictures.append(picture)
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=pixels / 8.27)
    return out.getvalue()


def _saved(pdf: Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def long(pages: int = 160) -> bytes:
    """More pages than a paper may have."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    return _saved(pdf)


def blank() -> bytes:
    """One empty page."""
    return long(1)


def turned(rotation: int) -> bytes:
    """A paper whose pages are to be shown turned."""
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = rotation
        return _saved(pdf)


def protected() -> bytes:
    """A PDF that asks for a password."""
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))


def locked() -> bytes:
    """A PDF that opens and forbids changes."""
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="o", user=""))


def cut_off() -> bytes:
    """A PDF that was not saved to its end."""
    return tagged(pages=4)[:-6000]


def pdf_bomb() -> bytes:
    """A few kilobytes that unfold to a hundred megabytes of drawing."""
    packed = zlib.compress(zlib.compress(b"\n" * 100_000_000, 1), 9)
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    stream = pikepdf.Stream(pdf, packed)
    stream.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.pages[0].obj.Contents = stream
    return _saved(pdf)


def active() -> bytes:
    """A PDF with a script, an attached file, a link that starts a program, and a form."""
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        pdf.attachments["secret.txt"] = b"attached"
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        page = pdf.pages[0].obj
        launch = Dictionary(S=Name.Launch, F="calc.exe")
        page.Annots.append(pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch, AA=Dictionary(E=launch)
        )))  # fmt: skip
        return _saved(pdf)


def unbalanced() -> bytes:
    """A tagged PDF one of whose pages closes more than it opened."""
    with pikepdf.open(io.BytesIO(tagged())) as pdf:
        pdf.pages[1].contents_add(pdf.make_stream(b" Q Q Q "), prepend=True)
        return _saved(pdf)


def docx(text: str = "Reading has gone up.") -> bytes:
    """A Word file."""
    word = Word()
    word.add_heading("Report to the Board", 1)
    word.add_paragraph(text)
    table = word.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text, table.rows[1].cells[1].text = "Year", "64"
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def docm() -> bytes:
    """A Word file with a macro, whatever its ending."""
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return out.getvalue()


def xlsx() -> bytes:
    """An Excel file."""
    book = Workbook()
    book.active.append(["School year", "Percent"])
    book.active.append(["2025/26", 64])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A Word file that unfolds to six hundred times its size."""
    out = io.BytesIO(docx())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/a.bmp", "w") as member,
    ):
        for _ in range(60):
            member.write(bytes(1_000_000))
    return out.getvalue()


def protected_office() -> bytes:
    """What Office writes when a document gets a password: a folder of streams, one of them encrypted."""
    return (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4000)
    )


def named(name: str, data: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)
