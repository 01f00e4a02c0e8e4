"""Pictures of the demonstration's directory, drawn by the program: no photograph and no person."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

SIZE = (1600, 900)
DEEP, BRAND, MIDDLE, SKY, MIST, GROUND = "#0b2a47", "#12436d", "#4f83b4", "#9dbbd6", "#dbe7f1", "#eef4f9"
GREEN, LEAF, SUN, CLAY = "#0f7a52", "#8fc7a8", "#f2c14e", "#c9683f"

# What each drawing shows, for those who cannot see it.
ALTERNATIVES = {
    "talk": "Drawing: two large speech bubbles that overlap, with lines of words in them",
    "books": "Drawing: a shelf of books of different heights in blues, one of them leaning",
    "garden": "Drawing: a garden with a sun, round trees and a path between two beds",
    "numbers": "Drawing: a grid of dots in which one square number after the other is filled in",
    "circles": "Drawing: a ring of circles in blues, each touching the next",
    "path": "Drawing: a winding path past four milestones to a school with a flag",
    "doors": "Drawing: a row of doors, one of them open with light behind it",
}


def drawing(name: str) -> bytes:
    """A drawing as PNG. Raises KeyError for one that is not there."""
    image = Image.new("RGB", SIZE, GROUND)
    DRAWINGS[name](ImageDraw.Draw(image))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _talk(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((220, 130, 940, 540), 90, fill=BRAND)
    draw.polygon([(340, 520), (300, 680), (500, 530)], fill=BRAND)
    draw.rounded_rectangle((700, 330, 1400, 720), 90, fill=SUN)
    draw.polygon([(1230, 700), (1310, 840), (1100, 710)], fill=SUN)
    for row, width in enumerate((520, 430, 300)):
        draw.rounded_rectangle((310, 210 + row * 80, 310 + min(width, 380), 240 + row * 80), 14, fill=SKY)
        draw.rounded_rectangle((800, 420 + row * 85, 800 + width, 450 + row * 85), 14, fill=DEEP)


def _books(draw: ImageDraw.ImageDraw) -> None:
    colours = (BRAND, SKY, MIDDLE, SUN, DEEP, LEAF, MIDDLE, BRAND, CLAY, SKY)
    left = 180
    for number, colour in enumerate(colours):
        width, height = 90 + number * 37 % 50, 380 + number * 83 % 210
        draw.rectangle((left, 740 - height, left + width, 740), fill=colour)
        draw.rectangle((left + 16, 790 - height, left + width - 16, 810 - height), fill=GROUND)
        left += width + 8
    draw.polygon([(left + 20, 740), (left + 110, 740), (left + 250, 330), (left + 160, 300)], fill=GREEN)
    draw.rectangle((100, 740, 1500, 780), fill=DEEP)


def _garden(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 560, 1600, 900), fill=LEAF)
    draw.ellipse((1180, 90, 1400, 310), fill=SUN)
    draw.polygon([(700, 900), (900, 900), (840, 560), (780, 560)], fill=MIST)
    for x, y, size in ((220, 330, 150), (470, 410, 110), (1060, 400, 120), (1370, 470, 90)):
        draw.rectangle((x - 14, y + size // 2, x + 14, 640), fill=CLAY)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=GREEN)
    for row in range(3):
        for column in range(7):
            for side in (110, 990):
                x, y = side + column * 82, 690 + row * 66
                draw.ellipse((x, y, x + 40, y + 40), fill=(CLAY, SUN, BRAND)[(row + column) % 3])


def _numbers(draw: ImageDraw.ImageDraw) -> None:
    for row in range(9):
        for column in range(16):
            ring = max(row, column) if column < 9 else 99
            fill = {True: (BRAND, MIDDLE, SKY)[ring % 3]}.get(ring < 6, MIST)
            x, y = 140 + column * 86, 80 + row * 86
            draw.ellipse((x, y, x + 60, y + 60), fill=SUN if row == column and ring < 6 else fill)


def _circles(draw: ImageDraw.ImageDraw) -> None:
    for number in range(12):
        x, y = 800 + 300 * cos(number * pi / 6), 450 + 300 * sin(number * pi / 6)
        colour = (BRAND, MIDDLE, SKY, SUN)[number % 4]
        draw.ellipse((x - 78, y - 78, x + 78, y + 78), fill=colour)
    draw.ellipse((650, 300, 950, 600), fill=MIST)


def _path(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 520, 1600, 900), fill=LEAF)
    points = [(80 + t * 12, 760 + 90 * sin(t / 14) - t * 1.6) for t in range(100)]
    draw.line(points, fill=MIST, width=74, joint="curve")
    for number in (12, 36, 60, 84):
        x, y = points[number]
        draw.rounded_rectangle((x - 22, y - 130, x + 22, y), 20, fill=BRAND)
    draw.rectangle((1220, 330, 1500, 560), fill=CLAY)
    draw.polygon([(1190, 330), (1530, 330), (1360, 210)], fill=DEEP)
    draw.rectangle((1320, 430, 1400, 560), fill=SUN)
    draw.line((1360, 210, 1360, 90), fill=DEEP, width=10)
    draw.polygon([(1364, 95), (1470, 125), (1364, 160)], fill=MIDDLE)


def _doors(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 760, 1600, 900), fill=MIST)
    for number, colour in enumerate((BRAND, MIDDLE, SKY, DEEP)):
        left = 150 + number * 350
        draw.rectangle((left, 180, left + 240, 760), fill=SUN if number == 2 else colour)
        if number == 2:
            draw.polygon([(left, 180), (left - 110, 130), (left - 110, 830), (left, 760)], fill=MIDDLE)
            draw.polygon(
                [(left, 760), (left + 240, 760), (left + 320, 900), (left - 40, 900)], fill="#f7e3b0"
            )
        else:
            draw.ellipse((left + 190, 460, left + 216, 486), fill=GROUND)
            draw.rectangle((left + 50, 240, left + 190, 400), fill=MIST)


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "talk": _talk,
    "books": _books,
    "garden": _garden,
    "numbers": _numbers,
    "circles": _circles,
    "path": _path,
    "doors": _doors,
}
