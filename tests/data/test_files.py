"""Shipped files are found in a checkout and in an installed package."""

import pytest

from bplab.data import files
from bplab.data.files import resource_path
from bplab.errors import UserError


def test_a_checkout_has_its_resources_beside_the_package():
    assert resource_path("data/digits.npz").is_file()


def test_an_installed_package_has_its_resources_inside(monkeypatch, tmp_path):
    shipped = tmp_path / "bplab/_resources/data/a.txt"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("here")
    monkeypatch.setattr(files, "_PLACES", (tmp_path / "resources", tmp_path / "bplab/_resources"))
    assert resource_path("data/a.txt") == shipped


def test_the_second_place_is_inside_the_package():
    assert files._PLACES[1].parent.name == "bplab"
    assert files._PLACES[1].name == "_resources"


def test_a_missing_file_is_named_in_a_sentence():
    with pytest.raises(UserError, match=r"data/nothing\.bin.*missing.*Reinstall"):
        resource_path("data/nothing.bin")


def test_a_folder_is_no_file():
    with pytest.raises(UserError, match="missing"):
        resource_path("data")
