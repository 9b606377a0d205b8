"""The processor is asked in the language of each system; without an answer nothing is asked of it."""

import ctypes
from types import SimpleNamespace

import pytest

from bplab import processor


@pytest.fixture
def system(monkeypatch):
    """Give a function that puts the module onto another system."""

    def become(name, machine="x86_64"):
        monkeypatch.setattr(processor.sys, "platform", name)
        monkeypatch.setattr(processor.platform, "machine", lambda: machine)

    return become


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("processor\t: 0\nflags\t\t: fpu sse2 avx fma avx2 bmi2\n", True),
        ("flags\t\t: fpu sse2 avx avx2\n", False),
        ("flags\t\t: fpu fma4 avx2 fmadd\n", False),
        ("Features\t: fp asimd\n", False),
        ("", False),
    ],
)
def test_linux_lists_flags(tmp_path, text, has):
    (tmp_path / "cpuinfo").write_text(text, encoding="utf-8")
    assert processor.linux_says(tmp_path / "cpuinfo") == has


@pytest.mark.parametrize(
    ("identifier", "answer", "has"),
    [
        ("Intel64 Family 6 Model 158 Stepping 10, GenuineIntel", 1, True),
        ("AMD64 Family 25 Model 33 Stepping 0, AuthenticAMD", 1, True),
        ("Intel64 Family 6 Model 42 Stepping 7, GenuineIntel", 0, False),
        ("VIA64 Family 6 Model 15 Stepping 14, CentaurHauls", 1, False),
        ("", 1, False),
    ],
)
def test_windows_tells_of_avx2_and_the_maker_of_fma(system, monkeypatch, identifier, answer, has):
    asked = []
    kernel = SimpleNamespace(IsProcessorFeaturePresent=lambda number: asked.append(number) or answer)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: {"kernel32": kernel}[name])
    monkeypatch.setenv("PROCESSOR_IDENTIFIER", identifier)
    system("win32", "AMD64")
    assert processor.has_avx2_and_fma() == has
    assert set(asked) <= {40}


@pytest.mark.parametrize(
    ("known", "has"),
    [
        ({"hw.optional.avx2_0": 1, "hw.optional.fma": 1}, True),
        ({"hw.optional.avx2_0": 0, "hw.optional.fma": 1}, False),
        ({"hw.optional.avx2_0": 1}, False),
    ],
)
def test_macos_answers_by_name(system, monkeypatch, known, has):
    def sysctlbyname(name, value, size, new, new_size):
        found = known.get(name.decode())
        value._obj.value = found or 0
        return 0 if found is not None else -1

    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(sysctlbyname=sysctlbyname))
    system("darwin")
    assert processor.has_avx2_and_fma() == has


def test_no_answer_and_another_kind_of_processor_are_no(system, monkeypatch, tmp_path):
    system("darwin", "arm64")
    assert not processor.has_avx2_and_fma()
    system("linux")
    monkeypatch.setattr(processor, "Path", lambda _: tmp_path / "nothing")
    assert not processor.has_avx2_and_fma()
    system("plan9")
    assert not processor.has_avx2_and_fma()
