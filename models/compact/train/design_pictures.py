"""Seeded pictures of the kind design files hold: text, screens, charts, icons, line art, logos.

Everything is drawn three times too large and averaged down, which anti-aliases shapes and puts
text at fractions of a pixel. Pictures are uint8 arrays (size, size, 3).
"""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

OVERSAMPLE = 3
# Families with Latin letters; most other installed fonts would draw empty boxes.
FONT_NAMES = re.compile(
    r"^((Cantarell|Carlito|ComicNeue|DejaVuS|EBGaramond|FiraCode|Hack|Inter|JetBrainsMono|Lato|"
    r"Liberation|OpenSans|Quicksand|Roboto|Ubuntu)[-\w]*|"
    r"Noto(Sans|Serif)(Display|Mono)?-\w+)\.(ttf|otf)$"
)
WORDS = """
    Account Add Align All Apply Archive Back Balance Billing Blur Board Brand Button Cancel Card
    Chart Checkout Close Colour Components Confirm Continue Copy Create Daily Dashboard Delete
    Design Details Discover Done Download Draft Edit Email Export Figure File Filter Find Frame
    Get Group Help Hello Home Icon Image Inbox Invite Jump Layer Learn Library Light Limit Log
    Menu Message Monthly More Name New Next Note Open Order Page Password Pay Plan Play Price
    Privacy Profile Project Quick Ready Recent Remove Report Reset Revenue Save Search Send
    Settings Share Shop Sign Size Skip Start Status Style Submit Support Team Text Theme Today
    Total Type Undo Update Upgrade Upload User Value View Weekly Welcome Width Work Year Your and
    are for from has in is it not of on or our that the this to was with you agile beyond every
    fuzzy jackdaws judge know maximum quartz quiz sphinx vow waltz without zephyr
""".split()
OTHER_WORDS = """
    Привет Настройки Сохранить Отмена Поиск Цена Ελληνικά Αρχή Τέλος Größe Übung Straße naïve
    façade Ångström señor Čeština żółw İstanbul
""".split()


@lru_cache(maxsize=1)
def font_files() -> tuple[str, ...]:
    """Paths of the usable installed fonts, sorted so that a seed means the same everywhere."""
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\n"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    usable = {path for path in listed if FONT_NAMES.match(Path(path).name)}
    if not usable:
        raise RuntimeError("no known font is installed; see README.md for the list")
    return tuple(sorted(usable, key=lambda path: (Path(path).name, path)))


@lru_cache(maxsize=512)
def load_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def luminance(colour: Colour) -> float:
    """Rough brightness, 0..255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that is ``share`` of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


class Canvas:
    """A square picture to draw on, with coordinates in final pixels and helpers for chance."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng = rng
        self.size = size
        self.image = Image.new("RGB", (size * OVERSAMPLE,) * 2)
        self.draw = ImageDraw.Draw(self.image)
        # Few colours and fonts per picture, as in real designs.
        self.palette = [self.any_colour() for _ in range(4)]
        files = font_files()
        self.fonts = [files[int(rng.integers(len(files)))] for _ in range(2)]
        self.ground = self.background_colour()
        self.draw.rectangle((0, 0, *self.image.size), fill=self.ground)

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def pick(self, choices: list | tuple):
        return choices[int(self.rng.integers(len(choices)))]

    def any_colour(self) -> Colour:
        """A saturated colour, a soft tint or a grey."""
        kind = self.rng.random()
        values = self.rng.integers(0, 256, 3)
        if kind < 0.2:
            values[:] = values[0]
        elif kind < 0.45:
            values = 200 + values * 55 // 255
        elif kind < 0.6:
            values = values // 3
        return (int(values[0]), int(values[1]), int(values[2]))

    def background_colour(self) -> Colour:
        kind = self.rng.random()
        if kind < 0.35:
            return (255, 255, 255)
        if kind < 0.5:
            grey = int(self.rng.integers(235, 256))
            return (grey, grey, grey)
        if kind < 0.58:
            return (0, 0, 0)
        if kind < 0.7:
            grey = int(self.rng.integers(10, 60))
            return (grey, grey, min(255, grey + int(self.rng.integers(0, 15))))
        return self.any_colour()

    def ink_on(self, ground: Colour) -> Colour:
        """A readable colour on the given ground, often plain black or white."""
        dark = luminance(ground) < 128
        kind = self.rng.random()
        if kind < 0.35:
            return (255, 255, 255) if dark else (0, 0, 0)
        if kind < 0.6:
            grey = int(self.rng.integers(180, 250) if dark else self.rng.integers(10, 110))
            return (grey, grey, grey)
        for _ in range(6):
            colour = self.pick(self.palette) if self.chance(0.5) else self.any_colour()
            if abs(luminance(colour) - luminance(ground)) > 60:
                return colour
        return (255, 255, 255) if dark else (0, 0, 0)

    def scaled(self, values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(value * OVERSAMPLE for value in values)

    def rectangle(
        self,
        box: Box,
        fill: Colour | None,
        radius: float = 0,
        outline: Colour | None = None,
        width: float = 1,
    ) -> None:
        x0, y0, x1, y1 = self.scaled(box)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        # Pillow's boxes include their last pixel.
        self.draw.rounded_rectangle(
            (x0, y0, x1 - 1, y1 - 1),
            radius=min(radius * OVERSAMPLE, (x1 - x0) / 2 - 1, (y1 - y0) / 2 - 1),
            fill=fill,
            outline=outline,
            width=max(1, round(width * OVERSAMPLE)),
        )

    def ellipse(
        self, box: Box, fill: Colour | None, outline: Colour | None = None, width: float = 1
    ) -> None:
        x0, y0, x1, y1 = self.scaled(box)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        self.draw.ellipse(
            (x0, y0, x1 - 1, y1 - 1),
            fill=fill,
            outline=outline,
            width=max(1, round(width * OVERSAMPLE)),
        )

    def line(self, points: list[tuple[float, float]], fill: Colour, width: float) -> None:
        scaled = [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]
        self.draw.line(scaled, fill=fill, width=max(1, round(width * OVERSAMPLE)), joint="curve")

    def polygon(self, points: list[tuple[float, float]], fill: Colour) -> None:
        self.draw.polygon([(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points], fill=fill)

    def text(
        self, x: float, y: float, text: str, size: float, fill: Colour, font: str | None = None
    ) -> float:
        """Draws one line with its top left at (x, y); returns its width in final pixels."""
        face = load_font(font or self.pick(self.fonts), max(6, round(size * OVERSAMPLE)))
        self.draw.text((x * OVERSAMPLE, y * OVERSAMPLE), text, font=face, fill=fill)
        return face.getlength(text) / OVERSAMPLE

    def word(self) -> str:
        word = self.pick(OTHER_WORDS) if self.chance(0.05) else self.pick(WORDS)
        kind = self.rng.random()
        return word.upper() if kind < 0.1 else word.lower() if kind < 0.35 else word

    def number(self) -> str:
        value = float(10 ** self.rng.uniform(0, 5))
        form = self.pick(
            ("{:,.2f}", "{:.0f}", "{:.1f}%", "${:,.0f}", "€{:.2f}", "#{:.0f}", "+{:.0f}")
        )
        return form.format(value)

    def phrase(self, words: int) -> str:
        return " ".join(self.number() if self.chance(0.12) else self.word() for _ in range(words))

    def gradient(self, box: Box, first: Colour, second: Colour) -> None:
        """Fills a box with a linear or radial gradient."""
        x0, y0, x1, y1 = (round(value) for value in self.scaled(box))
        width, height = x1 - x0, y1 - y0
        if width < 1 or height < 1:
            return
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        if self.chance(0.7):
            angle = self.pick((0.0, math.pi / 2, self.between(0, 2 * math.pi)))
            t = x * math.cos(angle) + y * math.sin(angle)
        else:
            t = np.hypot(x - self.between(0, width), y - self.between(0, height))
        t = (t - t.min()) / max(1e-6, float(t.max() - t.min()))
        blend = np.asarray(first) * (1 - t[..., None]) + np.asarray(second) * t[..., None]
        self.image.paste(Image.fromarray((blend + 0.5).astype(np.uint8)), (x0, y0))

    def icon(self, x: float, y: float, size: float, colour: Colour) -> None:
        """One simple pictogram inside the square (x, y, size)."""
        stroke = size * self.between(0.06, 0.14)
        kind = int(self.rng.integers(10))
        centre_x, centre_y, half = x + size / 2, y + size / 2, size / 2
        if kind == 0:
            self.ellipse((x, y, x + size * 0.75, y + size * 0.75), None, colour, stroke)
            self.line([(x + size * 0.66, y + size * 0.66), (x + size, y + size)], colour, stroke)
        elif kind == 1:
            for row in range(3):
                top = y + size * (0.2 + 0.25 * row)
                self.rectangle((x, top, x + size, top + stroke), colour, stroke / 2)
        elif kind == 2:
            self.line(
                [(x, centre_y), (x + size * 0.35, y + size * 0.85), (x + size, y + size * 0.15)],
                colour,
                stroke,
            )
        elif kind == 3:
            self.line([(x, y), (x + size, y + size)], colour, stroke)
            self.line([(x + size, y), (x, y + size)], colour, stroke)
        elif kind == 4:
            self.line([(x, centre_y), (x + size, centre_y)], colour, stroke)
            self.line([(x + half, y), (x + size, centre_y), (x + half, y + size)], colour, stroke)
        elif kind == 5:
            points = int(self.rng.integers(3, 9))
            inner = self.pick((1.0, 0.45))
            angles = [math.pi * index / points - math.pi / 2 for index in range(2 * points)]
            self.polygon(
                [
                    (
                        centre_x + half * (inner if index % 2 else 1) * math.cos(angle),
                        centre_y + half * (inner if index % 2 else 1) * math.sin(angle),
                    )
                    for index, angle in enumerate(angles)
                ],
                colour,
            )
        elif kind == 6:
            self.ellipse((x + size * 0.25, y, x + size * 0.75, y + half), colour)
            self.rectangle((x, y + size * 0.58, x + size, y + size), colour, size * 0.3)
        elif kind == 7:
            self.rectangle(
                (x, y, x + size, y + size), None, size * self.between(0, 0.4), colour, stroke
            )
            self.rectangle(
                (x + size * 0.3, centre_y - stroke / 2, x + size * 0.7, centre_y + stroke / 2),
                colour,
            )
        elif kind == 8:
            self.polygon([(centre_x, y), (x + size, centre_y), (x, centre_y)], colour)
            self.rectangle((x + size * 0.15, centre_y, x + size * 0.85, y + size), colour)
        else:
            self.ellipse((x, y, x + size, y + size), None, colour, stroke)
            self.line(
                [(centre_x, y + size * 0.25), (centre_x, centre_y), (x + size * 0.7, centre_y)],
                colour,
                stroke,
            )

    def result(self) -> np.ndarray:
        return np.asarray(self.image.reduce(OVERSAMPLE))


def draw_text(canvas: Canvas) -> None:
    """Lines of text: headings and paragraphs of many sizes."""
    size, y = canvas.size, canvas.between(-10, 12)
    while y < size:
        text_size = float(np.exp(canvas.between(math.log(13), math.log(90))))
        font, ink = canvas.pick(canvas.fonts), canvas.ink_on(canvas.ground)
        for _ in range(1 if text_size > 40 else int(canvas.rng.integers(1, 6))):
            canvas.text(canvas.between(-15, 15), y, canvas.phrase(12), text_size, ink, font)
            y += text_size * canvas.between(1.15, 1.6)
        y += canvas.between(0, 20)


def draw_screen(canvas: Canvas) -> None:
    """An interface: bar, cards with icon, title and captions, buttons, fields, switches."""
    size, accent = canvas.size, canvas.pick(canvas.palette)
    bar = canvas.between(28, 60)
    canvas.rectangle((0, 0, size, bar), accent)
    canvas.icon(12, bar * 0.25, bar * 0.5, canvas.ink_on(accent))
    canvas.text(20 + bar * 0.6, bar * 0.2, canvas.phrase(2), bar * 0.45, canvas.ink_on(accent))
    y, gap = bar + 10, canvas.between(6, 18)
    radius, columns = canvas.between(0, 18), int(canvas.rng.integers(1, 4))
    while y < size:
        height = canvas.between(40, 120)
        width = (size - gap) / columns
        for column in range(columns):
            x0 = gap + column * width
            x1 = x0 + width - gap
            card = canvas.background_colour()
            border = canvas.ink_on(card) if canvas.chance(0.4) else None
            canvas.rectangle(
                (x0, y, x1, y + height), card, radius, border, canvas.pick((1, 1, 2, 3))
            )
            ink = canvas.ink_on(card)
            inner = x0 + 10
            if canvas.chance(0.6):
                icon_size = min(height * 0.5, 34)
                canvas.icon(inner, y + 10, icon_size, canvas.ink_on(card))
                inner += icon_size + 8
            title = canvas.between(13, 26)
            canvas.text(inner, y + 6, canvas.phrase(2), title, ink)
            canvas.text(inner, y + 8 + title * 1.3, canvas.phrase(3), title * 0.75, ink)
            if height > 70:
                button = canvas.pick(canvas.palette)
                canvas.rectangle(
                    (x0 + 10, y + height - 34, x0 + 90, y + height - 8), button, radius
                )
                canvas.text(x0 + 20, y + height - 30, canvas.word(), 15, canvas.ink_on(button))
                on = canvas.chance(0.5)
                canvas.rectangle((x1 - 46, y + height - 30, x1 - 10, y + height - 12), accent, 9)
                knob = x1 - (28 if on else 46)
                canvas.ellipse(
                    (knob + 1, y + height - 29, knob + 17, y + height - 13), (255, 255, 255)
                )
        y += height + gap


def draw_chart(canvas: Canvas) -> None:
    """Axes, grid and labels with bars, lines or a pie."""
    size, ink = canvas.size, canvas.ink_on(canvas.ground)
    left, base = canvas.between(25, 60), size - canvas.between(25, 50)
    label = canvas.between(11, 18)
    if canvas.chance(0.25):
        box = (left, left, size - 20, size - 20)
        start = canvas.between(0, 360)
        for _ in range(int(canvas.rng.integers(3, 8))):
            end = start + canvas.between(20, 120)
            canvas.draw.pieslice(canvas.scaled(box), start, end, fill=canvas.any_colour())
            start = end
        if canvas.chance(0.5):
            centre, hole = (left + size - 20) / 2, (size - 20 - left) * canvas.between(0.15, 0.35)
            canvas.ellipse(
                (centre - hole, centre - hole, centre + hole, centre + hole), canvas.ground
            )
            canvas.text(centre - hole * 0.6, centre - label, canvas.number(), label * 1.6, ink)
        canvas.text(10, 6, canvas.phrase(3), label * 1.3, ink)
        return
    rows = int(canvas.rng.integers(3, 9))
    grid = mix(ink, canvas.ground, 0.75)
    for row in range(rows + 1):
        y = base - row * (base - 20) / rows
        canvas.line([(left, y), (size, y)], grid, canvas.pick((0.7, 1, 1.5)))
        canvas.text(4, y - label * 0.6, f"{row * 10}", label, ink)
    canvas.line([(left, 10), (left, base), (size, base)], ink, canvas.pick((1, 2)))
    count = int(canvas.rng.integers(4, 16))
    step = (size - left) / count
    if canvas.chance(0.5):
        for index in range(count):
            for series in range(int(canvas.pick((1, 1, 2)))):
                x = left + step * (index + 0.15 + 0.38 * series)
                top = base - canvas.between(5, base - 25)
                canvas.rectangle(
                    (x, top, x + step * 0.36, base), canvas.palette[series], canvas.pick((0, 0, 3))
                )
    else:
        for series in range(int(canvas.rng.integers(1, 4))):
            points = [(left + step * index, canvas.between(20, base)) for index in range(count + 1)]
            colour = canvas.palette[series]
            canvas.line(points, colour, canvas.between(1, 4))
            if canvas.chance(0.5):
                for x, y in points:
                    canvas.ellipse((x - 4, y - 4, x + 4, y + 4), colour)
    for index in range(0, count, 2):
        canvas.text(left + step * index, base + 5, canvas.word()[:4], label, ink)


def draw_icons(canvas: Canvas) -> None:
    """A grid of pictograms, some on tiles."""
    cell = canvas.between(24, 100)
    tile = canvas.any_colour() if canvas.chance(0.5) else None
    y = canvas.between(-cell, 0)
    while y < canvas.size:
        x = canvas.between(-cell, 0)
        while x < canvas.size:
            ground = canvas.ground
            if tile and canvas.chance(0.7):
                ground = tile
                canvas.rectangle((x + 2, y + 2, x + cell - 2, y + cell - 2), tile, cell * 0.2)
            canvas.icon(x + cell * 0.2, y + cell * 0.2, cell * 0.6, canvas.ink_on(ground))
            x += cell
        y += cell


def draw_line_art(canvas: Canvas) -> None:
    """Curves, hatching, circles and thin lines in every direction."""
    size, ink = canvas.size, canvas.ink_on(canvas.ground)
    for _ in range(int(canvas.rng.integers(5, 25))):
        colour = ink if canvas.chance(0.6) else canvas.ink_on(canvas.ground)
        width = float(np.exp(canvas.between(math.log(0.8), math.log(7))))
        kind = canvas.rng.random()
        x, y = canvas.between(-20, size), canvas.between(-20, size)
        if kind < 0.45:
            control = np.stack([canvas.rng.uniform(-40, size + 40, 2) for _ in range(4)])
            t = np.linspace(0, 1, 40)[:, None]
            curve = (
                (1 - t) ** 3 * control[0]
                + 3 * (1 - t) ** 2 * t * control[1]
                + 3 * (1 - t) * t**2 * control[2]
                + t**3 * control[3]
            )
            canvas.line([(float(px), float(py)) for px, py in curve], colour, width)
        elif kind < 0.6:
            canvas.line([(x, y), (canvas.between(0, size), canvas.between(0, size))], colour, width)
        elif kind < 0.8:
            r = canvas.between(5, 80)
            canvas.ellipse((x - r, y - r, x + r, y + r), None, colour, width)
        else:
            angle, pitch = canvas.between(0, math.pi), canvas.between(2.5, 4) * max(1.5, width)
            dx, dy = math.cos(angle), math.sin(angle)
            length = canvas.between(30, 120)
            for index in range(int(canvas.rng.integers(4, 16))):
                ox, oy = x - dy * pitch * index, y + dx * pitch * index
                canvas.line([(ox, oy), (ox + dx * length, oy + dy * length)], colour, width)


def draw_logo(canvas: Canvas) -> None:
    """Large overlapping shapes and letters, flat or with gradients."""
    size = canvas.size
    if canvas.chance(0.5):
        canvas.gradient((0, 0, size, size), canvas.ground, canvas.any_colour())
    for _ in range(int(canvas.rng.integers(2, 7))):
        colour = canvas.pick(canvas.palette) if canvas.chance(0.6) else canvas.any_colour()
        x, y = canvas.between(-60, size - 40), canvas.between(-60, size - 40)
        w, h = canvas.between(40, 220), canvas.between(40, 220)
        kind = canvas.rng.random()
        if kind < 0.3:
            canvas.ellipse((x, y, x + w, y + (w if canvas.chance(0.6) else h)), colour)
        elif kind < 0.5:
            canvas.rectangle((x, y, x + w, y + h), colour, canvas.pick((0, 8, 40)))
        elif kind < 0.65:
            canvas.gradient(
                (max(0, x), max(0, y), min(size, x + w), min(size, y + h)),
                colour,
                canvas.any_colour(),
            )
        elif kind < 0.8:
            corners = canvas.rng.uniform(0, 1, (int(canvas.rng.integers(3, 6)), 2))
            canvas.polygon([(x + w * float(a), y + h * float(b)) for a, b in corners], colour)
        else:
            canvas.icon(x, y, w, colour)
    for _ in range(int(canvas.rng.integers(0, 3))):
        text = canvas.word() if canvas.chance(0.6) else canvas.word()[:2]
        ink = canvas.any_colour() if canvas.chance(0.4) else canvas.ink_on(canvas.ground)
        canvas.text(
            canvas.between(-20, 80),
            canvas.between(0, size - 60),
            text,
            canvas.between(40, 150),
            ink,
        )


def draw_table(canvas: Canvas) -> None:
    """Rows of small text and numbers between hairlines."""
    size, ink = canvas.size, canvas.ink_on(canvas.ground)
    text_size = canvas.between(12, 22)
    row_height = text_size * canvas.between(1.5, 2.4)
    columns = [canvas.between(40, 110) for _ in range(5)]
    hairline = mix(ink, canvas.ground, 0.67)
    stripe = mix(ink, canvas.ground, 0.92)
    font, y, row = canvas.pick(canvas.fonts), canvas.between(-10, 5), 0
    striped = canvas.chance(0.4)
    while y < size:
        if striped and row % 2:
            canvas.rectangle((0, y, size, y + row_height), stripe)
        canvas.line([(0, y), (size, y)], hairline, canvas.pick((0.7, 1, 1)))
        x = canvas.between(4, 8)
        for width in columns:
            cell = canvas.number() if canvas.chance(0.5) else canvas.word()
            canvas.text(x, y + (row_height - text_size) / 2 - 1, cell, text_size, ink, font)
            x += width
        y += row_height
        row += 1


# What draws it, how often, and what kind of content it is.
KINDS: tuple[tuple[Callable[[Canvas], None], float, str], ...] = (
    (draw_text, 0.27, "text"),
    (draw_screen, 0.2, "text"),
    (draw_chart, 0.13, "text"),
    (draw_icons, 0.11, "illustration"),
    (draw_line_art, 0.1, "illustration"),
    (draw_logo, 0.11, "illustration"),
    (draw_table, 0.08, "text"),
)


def render_design_picture(
    rng: np.random.Generator, size: int, kind: int | None = None
) -> tuple[np.ndarray, str]:
    """One picture, uint8 (size, size, 3), and its content as ``condition.CONTENT`` names it.

    ``kind`` is an index into KINDS, drawn when left out.
    """
    if kind is None:
        kind = int(rng.choice(len(KINDS), p=[weight for _, weight, _ in KINDS]))
    canvas = Canvas(rng, size)
    draw, _, content = KINDS[kind]
    draw(canvas)
    return canvas.result(), content
