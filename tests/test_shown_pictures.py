"""Pictures for screens: no larger than a screen can use, upright, in its colours, and discreet."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from samizdat import artifacts, bare_pictures, book, likeness, pictures, rules, shown_pictures
from samizdat.findings import Location
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.shown_pictures import LONG_SIDE, Shown, show
from samizdat.source import read_source
from tests.conftest import FACTS, MakeBook, samizdat

ORIENTATION, MAKER, ARTIST, GPS = 0x0112, 0x010F, 0x013B, 0x8825


# --- pictures, made on the spot ---------------------------------------------------------------


def photograph(width: int, height: int, seed: int = 1, mode: str = "RGB") -> Image.Image:
    """Soft blots and grain, other ones for each seed."""
    chance = random.Random(seed)  # the same in every run
    blots = Image.frombytes("RGB", (6, 4), bytes(chance.randrange(256) for _ in range(72)))
    grain = Image.frombytes("RGB", (64, 64), chance.randbytes(64 * 64 * 3))
    large = blots.resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(large, grain.resize((width, height)), 0.1).convert(mode)


def page(width: int, height: int, seed: int = 1, mode: str = "1") -> Image.Image:
    """A scanned page: bars for words, in lines, other ones for each seed."""
    chance = random.Random(seed)  # the same in every run
    sheet = Image.new("L", (width, height), 255)
    pen, line = ImageDraw.Draw(sheet), height // 60
    for top in range(3 * line, height - 3 * line, line):
        left, end = 3 * line, width - 3 * line - chance.choice([0, 0, 0, width // 2])
        while left < end:
            word = chance.randrange(line, 4 * line)
            pen.rectangle((left, top, min(left + word, end), top + line // 2), fill=0)
            left += word + line // 2
    return sheet.convert(mode)


def file(picture: Image.Image, form: str, **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def said(orientation: int = 1) -> Image.Exif:
    """What a telephone says of a picture: its maker, who owns it, and where it was."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER], exif[ARTIST] = orientation, "Telephone", "Ana Pressa"
    exif[GPS] = {1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 0.0)}
    return exif


def wide_profile() -> bytes:
    """An ICC profile whose red, green and blue are other ones than those of sRGB (ICC.1, 8.3)."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    def text(kind: bytes, words: bytes) -> bytes:
        return kind + b"\0" * 4 + words

    name = b"A wide one\0"
    tags = {
        b"desc": text(b"desc", struct.pack(">I", len(name)) + name + b"\0" * 78),
        b"cprt": text(b"text", b"free\0"),
        b"wtpt": text(b"XYZ ", fixed(0.9642, 1.0, 0.8249)),
        b"rXYZ": text(b"XYZ ", fixed(0.6097, 0.3111, 0.0195)),
        b"gXYZ": text(b"XYZ ", fixed(0.2053, 0.6257, 0.0609)),
        b"bXYZ": text(b"XYZ ", fixed(0.1492, 0.0632, 0.7446)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), text(b"curv", struct.pack(">IH", 1, 0x233))),
    }
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for key, value in tags.items():
        table += key + struct.pack(">II", at + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    head = struct.pack(">I4xI4s4s4s", at + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + table + body


def shown(data: bytes, edition: str = "epub", long_side: int = LONG_SIDE) -> Shown:
    """The picture as an edition shows it."""
    with Image.open(io.BytesIO(data)) as picture:
        form = "JPEG" if picture.format == "MPO" else str(picture.format)
        image = book.Image(
            "a", "a", pictures.FORMATS[form], *picture.size, "digest", Location("manuscript.md")
        )
    return show(data, image, edition, long_side)


def opened(picture: Shown) -> Image.Image:
    """The picture, decoded."""
    found = Image.open(io.BytesIO(picture.data))
    found.load()
    assert found.size == (picture.width, picture.height)
    assert Image.MIME[str(found.format)] == picture.media_type
    return found


def apart(one: Image.Image, other: Image.Image) -> float:
    """By how many steps of 255 two pictures of one size differ on the average."""
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return max(means)


# --- how large ------------------------------------------------------------------------------


def test_a_large_photograph_is_made_as_small_as_a_screen_needs() -> None:
    data = file(photograph(4000, 2500), "JPEG", quality=95)
    small = shown(data)
    assert (small.width, small.height) == (1600, 1000)
    assert len(small.data) < len(data) / 5
    found = opened(small)
    assert found.info["progressive"]
    whole = photograph(4000, 2500).resize((1600, 1000), Image.Resampling.LANCZOS)
    assert apart(found, whole) < 3


def test_the_same_octets_come_of_the_same_file() -> None:
    for data in (
        file(photograph(2400, 1500), "JPEG"),
        file(page(2400, 3600), "PNG"),
        file(photograph(1800, 900).quantize(64), "PNG"),
    ):
        assert shown(data) == shown(data)


def test_the_cover_of_an_epub_may_be_as_large_as_shops_ask(make_book: MakeBook) -> None:
    front = file(photograph(2000, 3000), "JPEG")
    files: dict[str, str | bytes] = {
        "metadata.yaml": FACTS + "cover: manuscript/images/front.jpg\n",
        "manuscript/images/front.jpg": front,
    }
    folder = make_book("# One\n\nWords.\n", files)
    whole = read_book(read_source(folder))
    for edition, height in (("epub", 2560), ("web", 1600)):
        with_sizes, kept = shown_pictures.for_screens(whole, folder, edition)
        assert with_sizes.cover is not None
        assert with_sizes.cover.height == height
        with Image.open(io.BytesIO(kept[with_sizes.cover.path])) as picture:
            assert picture.height == height


def test_a_picture_that_was_kept_is_taken_again_while_its_file_is_the_same(
    make_book: MakeBook, tmp_path: Path
) -> None:
    """A kept file of other octets shows that it was taken; one that is damaged is made anew."""
    home = tmp_path / "kept"
    picture = {"manuscript/one.png": file(photograph(1800, 900), "PNG")}
    folder = make_book("# One\n\n![A view](one.png)\n", picture)
    whole = read_book(read_source(folder))

    def made(book: book.Book = whole) -> bytes:
        (data,) = shown_pictures.for_screens(book, folder, "web", home)[1].values()
        return data

    first = made()
    (path,) = home.iterdir()
    octets = path.read_bytes()
    (folder / "manuscript" / "one.png").write_bytes(b"not looked at again")
    assert made() == first
    (folder / "manuscript" / "one.png").write_bytes(picture["manuscript/one.png"])
    for damaged in (octets[:-4], octets.replace(b"1600", b"1500"), b""):
        path.write_bytes(damaged)
        assert made() == first
        assert path.read_bytes() == octets
    (folder / "manuscript" / "one.png").write_bytes(file(photograph(900, 900), "PNG"))
    assert made(read_book(read_source(folder))) != first
    (other,) = home.iterdir()  # what is not used any more is swept
    assert other != path
    other.unlink()
    made()  # the file is not the one that the book tells of
    assert list(home.iterdir()) == []


def test_a_jpeg_with_far_more_octets_than_pixels_need_is_packed_anew() -> None:
    thick = file(photograph(900, 600), "JPEG", quality=100, subsampling=0)
    assert len(shown(thick).data) < len(thick) / 2
    usual = file(photograph(900, 600), "JPEG", quality=80)
    assert shown(usual).data == bare_pictures.bare(usual, "JPEG")


@pytest.mark.slow
def test_a_photograph_that_is_a_large_png_becomes_a_jpeg_and_no_other_png_does() -> None:
    assert shown(file(photograph(1400, 1400), "PNG")).media_type == "image/jpeg"
    assert shown(file(photograph(300, 300), "PNG")).media_type == "image/png"  # it is small
    assert shown(file(page(2000, 3000, mode="L"), "PNG")).media_type == "image/png"  # sharp
    glass = photograph(1400, 1400)
    glass.putalpha(photograph(1400, 1400, 2, "L"))
    assert shown(file(glass, "PNG")).media_type == "image/png"  # one sees through it


def test_a_palette_is_kept_and_black_and_white_gets_a_few_greys() -> None:
    coloured = opened(shown(file(photograph(2000, 1000).quantize(64), "PNG")))
    assert coloured.mode == "P"
    scanned = opened(shown(file(page(3000, 4500), "PNG")))
    assert scanned.mode == "P"
    colours = scanned.convert("RGB").getcolors(16)
    assert colours is not None
    assert (255, 255, 255) in {colour for _, colour in colours}


# --- formats ----------------------------------------------------------------------------------


def test_an_svg_and_an_animation_stay_octet_by_octet() -> None:
    frames = [photograph(40, 30, seed).quantize(16) for seed in range(3)]
    for form, kind in (("GIF", "image/gif"), ("PNG", "image/png"), ("WEBP", "image/webp")):
        moving = file(frames[0], form, save_all=True, append_images=frames[1:], duration=50)
        assert shown(moving) == Shown(moving, kind, 40, 30)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="10"/>'
    drawing = book.Image("a", "a", "image/svg+xml", 9000, 10, "", Location("manuscript.md"))
    assert show(svg, drawing, "epub") == Shown(svg, "image/svg+xml", 9000, 10)


def test_a_still_gif_becomes_a_png_with_the_same_pixels() -> None:
    gif = file(photograph(300, 200).quantize(64), "GIF", comment=b"Ana Pressa")
    small = shown(gif)
    assert small.media_type == "image/png"
    assert b"Ana" not in small.data
    assert apart(opened(small), Image.open(io.BytesIO(gif))) == 0


def test_webp_is_for_browsers_and_readers_of_epub_get_what_they_know() -> None:
    glass = photograph(200, 100)
    glass.putalpha(photograph(200, 100, 2, "L"))
    for picture, options, kind in (
        (photograph(200, 100), {"quality": 80}, "image/jpeg"),
        (photograph(200, 100), {"lossless": True}, "image/png"),
        (glass, {"quality": 80}, "image/png"),
    ):
        data = file(picture, "WEBP", exif=said(), **options)
        assert shown(data, "epub").media_type == kind
        in_web = shown(data, "web")
        assert in_web.media_type == "image/webp"
        assert apart(opened(in_web), Image.open(io.BytesIO(data))) == 0


def test_the_first_of_several_pictures_in_a_jpeg_is_shown(make_book: MakeBook) -> None:
    both = file(photograph(80, 60), "MPO", save_all=True, append_images=[photograph(80, 60, 2)])
    folder = make_book("# A\n\n![x](a.jpg)\n", {"manuscript/a.jpg": both})
    (image,) = read_book(read_source(folder)).images
    assert (image.media_type, image.width, image.height) == ("image/jpeg", 80, 60)
    one = shown(both)
    assert one.data.count(b"\xff\xd8\xff") == 1
    assert apart(opened(one), Image.open(io.BytesIO(both))) == 0


# --- what is told of people -------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("width", [300, 2000])
def test_nothing_is_told_of_camera_place_and_people(form: str, width: int) -> None:
    options: dict[str, Any] = {"exif": said()}
    if form == "JPEG":
        options["comment"] = "Ana Pressa"
    data = file(photograph(width, 200), form, xmp=b"<x>Ana Pressa</x>", **options)
    assert b"Ana Pressa" in data
    for edition in ("epub", "web"):
        small = shown(data, edition)
        assert b"Ana Pressa" not in small.data
        assert b"Telephone" not in small.data
        assert not dict(opened(small).getexif())
        if width == 300 and Image.MIME[form] == small.media_type:  # and no pixel has changed
            assert apart(opened(small), Image.open(io.BytesIO(data))) == 0


def test_a_file_that_is_not_built_as_its_format_says_is_drawn_anew() -> None:
    whole = file(photograph(60, 40), "JPEG", exif=said())
    data = whole.replace(b"\xff\xdb", b"junk\xff\xdb", 1)  # decoders pass over it
    with pytest.raises(ValueError, match="no segment begins at octet"):
        bare_pictures.bare(data, "JPEG")
    small = shown(data)
    assert b"Ana" not in small.data
    assert opened(small).size == (60, 40)


BROKEN_EXIF = (
    b"garbage and more",
    b"MM\0*\0\0\0\x08\0\x05\x01\x12",
    b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x04abc\0\0\0\0\0",
)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("exif", BROKEN_EXIF)
def test_a_picture_of_which_nothing_sound_is_said_is_shown(
    exif: bytes, form: str, make_book: MakeBook
) -> None:
    data = file(photograph(2000, 40), form, exif=b"Exif\0\0" + exif)
    folder = make_book("# A\n\n![x](a.jpg)\n", {"manuscript/a.jpg": data})
    (image,) = read_book(read_source(folder)).images
    assert (image.width, image.height) == (2000, 40)
    assert opened(show(data, image, "epub")).size == (1600, 32)
    assert bare_pictures.for_paper(data, image.media_type)


# --- upright, and in the colours of screens -----------------------------------------------------


@pytest.mark.parametrize("width", [120, 3000])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_taken_on_its_side_is_turned_upright(orientation: int, width: int) -> None:
    upright = photograph(width, width // 2)
    back = {5: 5, 6: 2, 7: 6, 8: 4, 2: 0, 3: 3, 4: 1}  # from Image.Transpose, undoing each turn
    held = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    found = opened(shown(file(held, "JPEG", quality=95, exif=said(orientation))))
    assert found.size == ((width, width // 2) if width < LONG_SIDE else (1600, 800))
    assert apart(found, upright.resize(found.size)) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_book_knows_a_picture_by_the_size_it_has_upright(
    orientation: int, make_book: MakeBook
) -> None:
    data = file(photograph(120, 60), "JPEG", exif=said(orientation))
    folder = make_book("# A\n\n![x](a.jpg)\n", {"manuscript/a.jpg": data})
    (image,) = read_book(read_source(folder)).images
    assert (image.width, image.height) == ((60, 120) if orientation > 4 else (120, 60))


@pytest.mark.parametrize("size", [(300, 200), (2000, 1000)])
def test_colours_of_a_profile_become_those_of_screens(size: tuple[int, int]) -> None:
    plain = Image.new("RGB", size, (40, 200, 60))
    found = opened(shown(file(plain, "PNG", icc_profile=wide_profile())))
    assert "icc_profile" not in found.info
    red, green, blue = found.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    # The green of the wide profile is more green than any of sRGB.
    assert red < 10
    assert green > 200
    assert 20 < blue < 50
    broken = opened(shown(file(plain, "PNG", icc_profile=b"no profile")))
    assert broken.convert("RGB").getpixel((5, 5)) == (40, 200, 60)


@pytest.mark.parametrize("width", [300, 2000])
def test_colours_for_a_press_become_those_of_screens(width: int) -> None:
    data = file(photograph(width, 200).convert("CMYK"), "JPEG", quality=95)
    found = opened(shown(data))
    assert found.mode == "RGB"
    assert apart(found, photograph(width, 200).resize(found.size)) < 6


@pytest.mark.parametrize("width", [256, 2560])
def test_sixteen_bits_become_eight_and_keep_their_lights(width: int) -> None:
    rising = Image.new("I;16", (256, 1))
    for x in range(256):
        rising.putpixel((x, 0), x * 257)
    wide = rising.resize((width, width // 64), Image.Resampling.NEAREST)
    found = opened(shown(file(wide, "PNG")))
    assert found.mode == "L"
    seen = [found.getpixel((found.width * part // 8, 0)) for part in range(8)]
    assert seen == pytest.approx([32 * part for part in range(8)], abs=2)


# --- in the editions ----------------------------------------------------------------------------

TEXT = """# Pictures

![A scan.](images/scan.png)

![A photograph.](images/held.jpg)

![A drawing.](images/drawing.webp){width=30%}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book folder whose editions for screens are in `out`, proved and validated."""
    folder = tmp_path_factory.mktemp("pictures") / "book"
    files = {
        "metadata.yaml": FACTS.encode(),
        "manuscript/manuscript.md": TEXT.encode(),
        "manuscript/images/scan.png": file(page(2480, 3508), "PNG"),
        "manuscript/images/held.jpg": file(photograph(3000, 2000), "JPEG", exif=said(6)),
        "manuscript/images/drawing.webp": file(photograph(400, 300, 3), "WEBP"),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    done = samizdat(
        "build", folder, "--out", folder / "out", "--edition", "epub", "--edition", "web"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def images_of(publication: Any) -> list[Any]:
    """The pictures on the pages of chapters."""
    sections = [section for parts in publication.chapters for _, section in parts]
    return [image for section in sections for image in section.iter("{*}img")]


def test_the_editions_show_small_upright_pictures_in_their_true_proportions(built: Path) -> None:
    (path,) = built.glob("out/en/*.epub")
    epub = artifacts.open_epub(path)
    assert isinstance(epub, artifacts.EpubEdition)
    sizes = [(image.get("width"), image.get("height")) for image in images_of(epub)]
    assert sizes[:2] == [("1131", "1600"), ("1067", "1600")]
    for image in images_of(epub)[:2]:
        with Image.open(io.BytesIO(epub.files["EPUB/" + image.get("src")])) as picture:
            assert picture.size == (int(image.get("width")), int(image.get("height")))
    assert {item.media_type for item in epub.items if "image" in item.media_type} == {
        "image/jpeg",
        "image/png",
    }
    (path,) = built.glob("out/en/*.html")
    web = artifacts.open_web(path)
    kinds = [image.get("src").partition(";")[0] for image in images_of(web)]
    assert kinds == ["data:image/png", "data:image/jpeg", "data:image/webp"]
    assert [(i.get("width"), i.get("height")) for i in images_of(web)][:2] == sizes[:2]


WRONG = {
    "another photograph": file(photograph(1067, 1600, 9), "JPEG"),
    "a black picture": file(Image.new("RGB", (1067, 1600)), "JPEG"),
    "the picture on its side": file(photograph(1600, 1067), "JPEG"),
    "the picture on its side, pressed upright": file(
        photograph(1600, 1067).resize((1067, 1600)), "JPEG"
    ),
    "the picture on its head": file(
        photograph(1600, 1067).transpose(Image.Transpose.ROTATE_90), "JPEG"
    ),
    "the picture with too few pixels": file(
        photograph(400, 267).transpose(Image.Transpose.ROTATE_270), "JPEG"
    ),
    "the picture with red for blue": file(
        Image.merge("RGB", photograph(1600, 1067).split()[::-1]).transpose(
            Image.Transpose.ROTATE_270
        ),
        "JPEG",
    ),
    "half of the file": file(
        photograph(1600, 1067).transpose(Image.Transpose.ROTATE_270), "JPEG", quality=90
    )[:90_000],
}


def replaced(epub: Path, target: Path, part: str, data: bytes) -> Any:
    """The EPUB, with `data` for the file whose name has `part` in it."""
    with zipfile.ZipFile(epub) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if part in name else old.read(name))
    return artifacts.open_epub(target)


def proved(built: Path, publication: Any) -> list[str]:
    """The codes and messages of what the proof finds."""
    whole = prepare(read_book(read_source(built)))
    return [f"{one.code} {one.message}" for one in rules.run(rules.Proof(whole, publication))]


@pytest.mark.parametrize("wrong", WRONG)
def test_another_picture_in_its_place_is_found(wrong: str, built: Path, tmp_path: Path) -> None:
    (epub,) = built.glob("out/en/*.epub")
    broken = replaced(epub, tmp_path / "broken.epub", "held", WRONG[wrong])
    (found,) = proved(built, broken)
    assert found.startswith(
        "EP009 the picture manuscript/images/held.jpg is not in its place in broken.epub"
    )


def test_the_same_picture_packed_by_another_program_is_the_same(
    built: Path, tmp_path: Path
) -> None:
    (epub,) = built.glob("out/en/*.epub")
    upright = photograph(3000, 2000).transpose(Image.Transpose.ROTATE_270)
    for data in (
        file(upright.resize((1400, 2100), Image.Resampling.BILINEAR), "JPEG", quality=60),
        file(upright.resize((800, 1200)), "PNG"),
        file(photograph(3000, 2000), "JPEG", exif=said(6)),
    ):
        assert proved(built, replaced(epub, tmp_path / "other.epub", "held", data)) == []


@pytest.mark.slow
def test_two_pages_of_one_book_are_told_apart(make_book: MakeBook, tmp_path: Path) -> None:
    scans = {f"manuscript/{n}.png": file(page(1240, 1754, n, "L"), "PNG") for n in (1, 2)}
    folder = make_book("# A\n\n![a](1.png)\n\n![b](2.png)\n", dict(scans))
    done = samizdat("build", folder, "--out", tmp_path / "out", "--edition", "epub")
    assert done.returncode == 0, done.stdout + done.stderr
    (epub,) = tmp_path.glob("out/en/*.epub")
    broken = replaced(epub, tmp_path / "broken.epub", "images/1-", scans["manuscript/2.png"])
    assert any("1.png is not in its place" in one for one in proved(folder, broken))


def test_likenesses_of_different_pages_are_further_apart_than_those_of_one() -> None:
    seen = [likeness.of(page(2480, 3508, n)) for n in range(5)]
    small = [likeness.of(opened(shown(file(page(2480, 3508, n), "PNG")))) for n in range(5)]
    same = [likeness.differences(one, two)[1] for one, two in zip(seen, small, strict=True)]
    other = [likeness.differences(seen[n], small[n - 1])[1] for n in range(5)]
    assert max(same) * 3 < min(other)


def test_on_paper_too_a_picture_stands_upright_tells_nothing_and_keeps_its_pixels(
    make_book: MakeBook, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "manuscript/held.jpg": file(photograph(160, 80), "JPEG", exif=said(6)),
        "manuscript/level.jpg": (
            level := file(photograph(160, 80, 2), "JPEG", quality=90, exif=said())
        ),
    }
    folder = make_book("# A\n\n![held](held.jpg)\n\n![level](level.jpg)\n", files)
    done = samizdat("build", folder, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = tmp_path.glob("out/en/*.pdf")
    points = set()
    with pdfium.PdfDocument(path) as document:
        for leaf in document:
            for drawn in leaf.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = drawn.get_bounds()
                points.add((round(right - left), round(top - bottom)))
    assert points == {(60, 120), (120, 60)}
    with pikepdf.open(path) as document:
        octets = [
            one.read_raw_bytes()
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert len(octets) == 2
    assert bare_pictures.bare(level, "JPEG") in octets  # its pixels are those of the file
    assert not any(b"Telephone" in one or b"Ana" in one for one in octets)


@pytest.mark.slow
def test_the_build_says_what_makes_a_file_large(make_book: MakeBook, tmp_path: Path) -> None:
    chance = random.Random(1)
    grain = Image.frombytes("RGB", (1600, 1600), chance.randbytes(1600 * 1600 * 3))
    files: dict[str, str | bytes] = {"manuscript/grain.jpg": file(grain, "JPEG", quality=95)}
    folder = make_book("# A\n\n![grain](grain.jpg)\n", files)
    done = samizdat("build", folder, "--out", tmp_path, "--edition", "epub", "--edition", "web")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(
        r"^epub:en: pictures \d\.\d MB, fonts \d+ kB, text \d+ kB; "
        r"the largest file in it is EPUB/images/grain-\w{8}\.jpg, \d\.\d MB$",
        done.stdout,
        re.MULTILINE,
    )
    assert re.search(r"^web:en: pictures \d\.\d MB, fonts \d+ kB, text \d+ kB$", done.stdout, re.M)
