#!/usr/bin/env python3
"""Sets Backprop Lab up on first use, then opens it.

python3 packaging/run.py              the lab, or any of its commands: train, list, verify, bench, playground
python3 packaging/run.py --selftest   opens the window, trains, draws, says what it did; needs no screen
python3 packaging/run.py test ...     the tests; what follows goes to pytest
python3 packaging/run.py check        format, lint, types and import contracts
python3 packaging/run.py package      builds everything that can be installed, into dist/

Everything it installs lies in .venv beside this checkout: delete that folder to start over.
"""

import shutil
import sys

if sys.version_info < (3, 11):  # so this file may use no syntax newer than Python 3.6
    _newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    sys.exit(
        "Backprop Lab needs Python 3.11 or newer, and this is Python {}.{}. {}".format(
            sys.version_info[0],
            sys.version_info[1],
            "Start it with: " + _newer[0] + " packaging/run.py" if _newer else "Get one from python.org.",
        )
    )

import hashlib
import json
import os
import re
import subprocess
import time
from pathlib import Path

from package import package
from system import SetupError, last_words, library_needs, library_sets, provide, screen, venv_needs

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "bplab-setup.json"
UNFINISHED = VENV / "bplab-setup-unfinished"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
VERSION = "{}.{}".format(*sys.version_info[:2])


def main(args: list[str]) -> int:
    """Run the command; errors are printed as sentences."""
    if args[:1] in (["-h"], ["--help"]):
        print((__doc__ or "").strip())
        return 0
    environment = dict(os.environ)
    try:
        commands = {"test": lambda: test(args[1:], environment), "check": check, "package": package}
        return commands.get("".join(args[:1]), lambda: lab(args, environment))()
    except SetupError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The next start continues from here.", file=sys.stderr)
        return 130


def lab(args: list[str], environment: dict[str, str]) -> int:
    """Open the window, or pass the command on."""
    window = not {*args} - {"--native", "--portable", "--new-window", "--start-page"} or bool(
        {*args} & {"--selftest", "--window", "--drag"}
    )
    if window and not screen(environment):
        if "--selftest" not in args:
            raise SetupError(
                "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). Start the lab in a "
                "desktop session, or run the self-test, which needs none: python3 packaging/run.py --selftest"
            )
        environment["QT_QPA_PLATFORM"] = "offscreen"
    set_up([], library_sets(environment) if window else [])
    return become([str(PYTHON), "-m", "bplab", *args], environment)


def test(args: list[str], environment: dict[str, str]) -> int:
    """Run pytest on all cores, without a screen unless QT_QPA_PLATFORM names one."""
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    set_up(["test"], library_sets(environment))
    alone = any(re.match(r"-n|--numprocesses|--pdb|-p$|-s$", arg) for arg in args)
    os.chdir(ROOT)
    return become([str(PYTHON), "-m", "pytest", *([] if alone else ["-n", "auto"]), *args], environment)


def check() -> int:
    """Run every checker, even after one has failed."""
    set_up(["dev"], [])
    commands = {
        "format": [str(PYTHON), "-m", "ruff", "format", "--check", "."],
        "lint": [str(PYTHON), "-m", "ruff", "check", "."],
        "types": [str(PYTHON), "-m", "mypy"],
        "imports": [str(BIN / "lint-imports")],
    }
    failed = []
    for name, command in commands.items():
        start = time.monotonic()
        code = subprocess.call(command, cwd=ROOT)
        print(f"-- {name}: {'FAILED' if code else 'ok'}, {time.monotonic() - start:.1f} s", flush=True)
        failed += [name] if code else []
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def set_up(extras: list[str], libraries: list[str]) -> None:
    """Set up .venv for the command; a stamp file records what is complete."""
    done = read_stamp()
    extras = sorted({*extras, *done["extras"]})
    libraries = sorted({*libraries, *done["libraries"]})
    if (extras, libraries) == (done["extras"], done["libraries"]) and done["key"] == [key()]:
        return
    provide(venv_needs() + library_needs(libraries))
    make_venv()
    install(extras)
    if libraries:
        try_qt()
    write_stamp({"key": [key()], "extras": extras, "libraries": libraries})
    UNFINISHED.unlink()


def read_stamp() -> dict[str, list[str]]:
    """Read what an earlier start completed: nothing if it was interrupted."""
    try:
        if PYTHON.exists() and not UNFINISHED.exists():
            stamp = json.loads(STAMP.read_text())
            return {name: list(stamp[name]) for name in ("key", "extras", "libraries")}
    except (OSError, ValueError, KeyError, TypeError):
        pass  # an unreadable stamp counts as none
    return {"key": [], "extras": [], "libraries": []}


def write_stamp(stamp: dict[str, list[str]]) -> None:
    """Write the stamp completely or not at all."""
    beside = STAMP.with_suffix(".new")
    beside.write_text(json.dumps(stamp))
    beside.replace(STAMP)


def key() -> str:
    """A key that identifies a set-up: what is requested, by which Python, in which folder."""
    files = [CONSTRAINTS.read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"\0".join([*files, VERSION.encode(), os.fsencode(ROOT)])).hexdigest()


def make_venv() -> None:
    """Create .venv, or recreate it if it is incomplete or belongs to another Python."""
    if UNFINISHED.exists() or not usable():
        clear_venv()
        print(f"Setting up {VENV} with Python {VERSION} (once, some 500 MB)", flush=True)
        VENV.mkdir()
        UNFINISHED.touch()
        code, text = run([sys.executable, "-m", "venv", str(VENV)])
        if code:
            raise SetupError(
                f"Python could not create the environment {VENV}. Its last output:\n{last_words(text)}"
            )
    UNFINISHED.touch()


def clear_venv() -> None:
    """Delete .venv, if there is one."""
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise SetupError(
            f"{VENV} must be made anew, but cannot be removed ({error}). "
            "Close what still runs from it, delete it, and start again."
        ) from error


def usable() -> bool:
    """Whether .venv is a virtual environment of this version of Python, with pip."""
    probe = "import sys, pip; print(sys.prefix != sys.base_prefix, '%d.%d' % sys.version_info[:2])"
    return PYTHON.exists() and run([str(PYTHON), "-c", probe]) == (0, f"True {VERSION}\n")


def install(extras: list[str]) -> None:
    """Install the checkout itself, editable, with exactly the versions of constraints.txt."""
    project = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar=off",
    ]
    code, text = run([*pip, "--constraint", str(CONSTRAINTS), "--editable", project])
    if code:
        if code > 0:  # an orderly end, after which pip restores what was there before; if killed, it may not
            UNFINISHED.unlink()
        raise SetupError(pip_trouble(text))
    # pip compiles all that it installs, but no checkout. Where nothing can be written, Python does without.
    run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(ROOT / "bplab")])


def pip_trouble(text: str) -> str:
    """Turn pip's output into one sentence."""
    for pattern, sentence in PIP_TROUBLES.items():
        found = re.search(pattern, text)
        if found:
            return sentence.format(*found.groups(), version=VERSION, venv=VENV)
    return f"The packages could not be installed. The last output of pip:\n{last_words(text)}"


def try_qt() -> None:
    """Load Qt once, so that a missing library is named now."""
    code, text = run([str(PYTHON), "-c", "import PySide6.QtSvg, PySide6.QtWidgets"])
    missing = re.search(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object", text)
    if missing:
        raise SetupError(
            f"Qt needs the library {missing.group(1)}. Install the package that contains it, and start again."
        )
    if code:
        raise SetupError(f"Qt does not load here. Its last output:\n{last_words(text)}")


def run(command: list[str]) -> tuple[int, str]:
    """Run a program, showing only its progress; return its exit code and all its output."""
    lines = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if re.match(r" *(Downloading|Installing collected) ", line):
                print("  " + re.sub(r"\S*/", "", line.strip())[:100], flush=True)
    return process.returncode, "".join(lines)


def become(command: list[str], environment: dict[str, str]) -> int:
    """Replace this process by a program; where the system can, nothing of this one stays in memory."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


PIP_TROUBLES = {
    "externally-managed-environment": (
        "This Python belongs to the system and allows no installing (externally-managed-environment), "
        "so {venv} is not a real virtual environment. Delete that folder, and start again."
    ),
    "No space left on device": "The disk is full: setting up takes some 500 MB. Make room, and start again.",
    "CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError": (
        "The package index shows a certificate that pip does not trust. In a network with a certificate of "
        "its own, set PIP_CERT to that certificate's file, and start again."
    ),
    "name resolution|NewConnectionError|ConnectTimeout|ReadTimeout|unreachable|ProxyError|refused": (
        "The packages could not be fetched, because the package index does not answer: is there a network? "
        "Start again when there is; what was fetched is kept."
    ),
    r"No matching distribution found for (\S+)": (
        "There is no {0} for Python {version} on this machine. Try another Python, 3.11 to 3.14, 64-bit."
    ),
    "Permission denied": "You may not write to {venv}. Make the checkout yours, or make a copy of it.",
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
