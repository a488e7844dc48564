"""Whatever comes along with the package, directly or not, is under a licence that lets anybody use and pass it on."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CLASSIFIER_MISSING = {"axe-playwright-python": "MIT"}
"""What its licence file says, where the distribution's metadata say nothing."""
ALLOWED = {  # permissive, and MPL-2.0, which asks for nothing as long as its own files are not changed
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "LLVM-exception", "MIT", "MIT-CMU",
    "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
    "Apache Software License", "BSD License", "ISC License (ISCL)", "MIT License",
    "Mozilla Public License 2.0 (MPL 2.0)", "Python Software Foundation License",
}  # fmt: skip
IN_WORDS = re.compile(r"(the )?(mit|([23][- ]clause )?bsd|apache|isc|mpl-2\.0)\b.{0,40}$", re.IGNORECASE | re.MULTILINE)
COPYLEFT = re.compile(r"\b(A?L?GPL|GNU)\b|General Public", re.IGNORECASE)


def brought(requirements, extras=("",)):
    """Names of all distributions that these requirements bring here, with those that they bring."""
    found, waiting = {}, [(Requirement(text), extras) for text in requirements]
    while waiting:
        asked, of = waiting.pop()
        if asked.marker is not None and not any(asked.marker.evaluate({"extra": extra}) for extra in of):
            continue
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        new = {"", *asked.extras} - found.get(name, set())
        if not new or name == PROJECT["name"]:
            continue
        found.setdefault(name, set()).update(new)
        try:
            own = distribution(name).requires or ()
        except PackageNotFoundError:  # of an extra that is not installed
            del found[name]
            continue
        waiting += [(Requirement(text), tuple(new)) for text in own]
    return sorted(found)


def fault(metadata):
    """What is wrong with a licence; empty if it is allowed."""
    expression, text = metadata.get("License-Expression"), metadata.get("License") or ""
    names = [line.split("::")[-1].strip() for line in metadata.get_all("Classifier") or () if line[:9] == "License :"]
    names = [name for name in names if name != "OSI Approved"]
    if expression:
        either = [set(re.split(r" AND | WITH ", part.strip("() "))) for part in expression.split(" OR ")]
        return "" if any(all_of <= ALLOWED for all_of in either) else expression
    if COPYLEFT.search(text[:2000]) or not set(names) <= ALLOWED:
        return text[:60] or str(names)
    return "" if names or IN_WORDS.match(text.strip()) else f"not told: {text[:60]!r}"


def test_every_dependency_is_under_a_licence_of_the_list():
    asked = [*PROJECT["dependencies"], *(text for extra in PROJECT["optional-dependencies"].values() for text in extra)]
    names = brought(asked)
    assert len(names) > 30
    told = {name: distribution(name).metadata for name in names if name not in CLASSIFIER_MISSING}
    bad = {name: why for name, metadata in told.items() if (why := fault(metadata))}
    assert bad == {}


class Metadata(dict):
    """A distribution's, with one classifier."""

    def get_all(self, name):
        return [self[name]] if name in self else []


@pytest.mark.parametrize(
    ("told", "allowed"),
    [
        ({"License-Expression": "MIT"}, True),
        ({"License-Expression": "GPL-3.0-only OR MIT"}, True),
        ({"License-Expression": "Apache-2.0 WITH LLVM-exception"}, True),
        ({"License-Expression": "MIT AND GPL-3.0-only"}, False),
        ({"License-Expression": "LGPL-2.1-or-later"}, False),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, True),
        ({"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"}, False),
        ({"License": "GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007"}, False),
        ({"License": "MIT License\n\nCopyright"}, True),
        ({"License": "BSD 3-Clause"}, True),
        ({"License": "free for research"}, False),
        ({}, False),
    ],
)
def test_licences_are_read_as_they_are_told(told, allowed):
    assert (fault(Metadata(told)) == "") is allowed
