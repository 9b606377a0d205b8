import re

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

from bplab.data.files import resource_path
from bplab.ui.style import resources

FOLDER = resource_path("icons/play.svg").parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))


def hex_of(letter):
    return f"{ord(letter):x}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_every_icon_draws_something_in_the_color_asked_for(qapp, name, ratio):
    image = resources.pixmap(name, QColor("#123456"), 24, ratio).toImage()
    assert image.width() == 24 * ratio
    solid = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
             if image.pixelColor(x, y).alpha() == 255}  # fmt: skip
    assert ("#4f38c9" if name == "bplab" else "#123456") in solid


def test_an_icon_is_crisp_at_twice_the_pixels(qapp):
    icon = resources.icon("check", QColor("red"), 16)
    assert icon.pixmap(icon.availableSizes()[0], 2.0).width() == 32


def test_a_disabled_icon_has_its_own_color(qapp):
    icon = resources.icon("check", QColor("red"), 16, disabled=QColor("blue"))
    assert not icon.isNull()
    image = icon.pixmap(16, icon.Mode.Disabled).toImage()
    assert any(image.pixelColor(x, y).blue() > 200 for x in range(16) for y in range(16))


def test_fonts_are_loaded_once(qapp):
    resources.load_fonts()
    before = len(QFontDatabase.styles("Inter"))
    resources.load_fonts()
    assert len(QFontDatabase.styles("Inter")) == before
    assert before >= 3


def test_every_bundled_file_has_its_license_beside_it():
    fonts = resource_path("fonts/README.md").parent
    assert {path.name for path in fonts.glob("*.ttf")} == set(resources.FONT_FILES)
    assert (fonts / "Inter-LICENSE.txt").is_file()
    assert (fonts / "NotoSerif-LICENSE.txt").is_file()
    assert "ISC" in (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")


def test_only_the_app_icon_brings_its_own_colors():
    for name in NAMES:
        colors = re.findall(
            r'(?:fill|stroke)="(#[^"]+)"', (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        )
        assert not colors or name == "bplab"


@pytest.mark.parametrize("size", [12, 14, 16])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_lines_of_small_icons_are_not_faint(qapp, size, ratio):
    image = resources.pixmap("minus", QColor("black"), size, ratio).toImage()
    column = [image.pixelColor(image.width() // 2, y).alphaF() for y in range(image.height())]
    assert sum(column) / ratio == pytest.approx(1.7, abs=0.05)


@pytest.mark.parametrize("script", ["ܐ", "ހ", "ߊ", "अ", "ক", "ក"], ids=hex_of)
def test_text_in_a_script_that_inter_lacks_is_no_message(qapp, script):
    resources.load_fonts()
    font = QFont("Inter")
    font.setPixelSize(91)  # not measured before
    assert QFontMetricsF(font).horizontalAdvance(script) > 0  # messages of Qt fail a test
