"""Each safeguard of the storage is held by a test: leaving it out makes one fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Module of bplab.storage, the line that guards, what stands in its place, and the file of tests that notices.
MUTANTS = [
    ("layout", "crc = crc32(chunk, crc)", "crc = 0", "container"),
    ("layout", "VERSION, DATE = 20, 0x21", "VERSION, DATE = 20, 0", "container"),
    ("container", "if header != local_header(name, found.crc, length):", "if False:", "container"),
    ("container", "if read(at, len(expected)) != expected:", "if False:", "container"),
    ("container", "if size != end:", "if False:", "container"),
    ("container", "if at + length > size or not header:", "if False:", "container"),
    ("container", "if read(0, len(START)) != START:", "if False:", "container"),
    ("container", "if size > MOST_BYTES:", "if False:", "container"),
    (
        "container",
        "file.writelines(chunks), partial(_check_written, chunks))",
        "file.writelines(chunks))",
        "durable",
    ),
    ("manifest", "or manifest.dump() != data", "", "container"),
    ("manifest", "NAME.fullmatch(name)", "name", "container"),
    ("manifest", "_place(one) < _place(two)", "True", "container"),
    ("manifest", 'if found["major"] != MAJOR:', "if False:", "container"),
    ("manifest", 'type(found.get("major")) is not int', "False", "container"),
    ("npy", "if data[:end] != _header(kind, shape):", "if False:", "npy"),
    ("npy", "!= len(data) - end:", "< 0:", "npy"),
    ("npy", "room > MOST_BYTES", "False", "npy"),
    ("npy", ".max(initial=0) > 1", ".max(initial=0) > 255", "npy"),
    ("npy", "values.setflags(write=False)", "pass", "npy"),
    ("npy", "if not values.flags.aligned:", "if False:", "npy"),
    ("strict_json", "if dump_json(found) != data:", "if False:", "container"),
    ("strict_json", "parse_constant=_refuse_constant, ", "", "container"),
    ("strict_json", "object_pairs_hook=_without_repeats", "object_pairs_hook=dict", "container"),
    ("strict_json", "if depth > MOST_DEPTH:", "if False:", "container"),
    ("strict_json", "if len(data) > MOST_BYTES:", "if False:", "container"),
    ("strict_json", "allow_nan=False", "allow_nan=True", "container"),
    ("reading", "if path.exists() and not path.is_file():", "if False:", "reading"),
    ("writing", "disk.submit(os.fsync, file.fileno())", "disk.submit(int)", "durable"),
    ("writing", "_settle(place.parent)", "pass", "durable"),
    ("writing", "file.flush()", "pass", "durable"),
    ("writing", "temporary.replace(place)", "place.write_bytes(temporary.read_bytes())", "durable"),
    ("writing", "temporary.unlink(missing_ok=True)", "pass", "writing"),
    ("writing", "temporary.chmod(stat.S_IMODE(place.stat().st_mode))", "pass", "durable"),
    ("writing", "os.path.realpath(path)", "path", "durable"),
    ("writing", "if not os.access(place, os.W_OK):", "if False:", "writing"),
    ("writing", "_read_back(temporary, check)", "pass", "durable"),
    ("writing", "> DAY", "> 0", "durable"),
    ("writing", "settled.result()", "pass", "durable"),
    ("salvage", "if crc32(found) == crc else None", "", "salvage"),
    ("salvage", "if start >= end else None", "", "salvage"),
    ("salvage", "or self._left < size", "", "salvage"),
    ("salvage", "for records in (agreed, heads, listed):", "for records in (heads, listed):", "salvage"),
    ("salvage", "for records in (agreed, heads, listed):", "for records in (agreed, heads):", "salvage"),
    ("salvage", "if used[name] == 1", "", "salvage"),
    ("salvage", "start in agreed or record[0] in claimed", "start in agreed", "salvage"),
    ("salvage", "lost = {*damaged, *manifest.names} - members.keys() - intact", "lost = set()", "salvage"),
    ("parts", "data.startswith(PNG)", "True", "hostile parts"),
    ("document", "if not container.holds(name, member):", "if False:", "hostile entries"),
    ("document", "if container.optional != ", "if False and ", "hostile parts"),
    ("document_reading", "if unknown:", "if False:", "document"),
    ("records", "number - 1)", "1 << 53)", "hostile entries"),
    ("source", "or found.shape != shape", "", "hostile parts"),
    ("source", "found.dtype != np.dtype(kind) or", "", "hostile parts"),
    ("checkpoints", "if not (np.diff(counts[:, 0]) > 0).all():", "if False:", "hostile parts"),
    ("changes", "if field not in _live_settings(spec):", "if False:", "hostile entries"),
]


def code_of(module, old, new, tests):
    """How pytest ends with the change."""
    tests, _, kinds = tests.partition(" ")
    chosen = ["-m", "slow or not slow", "-k", kinds] if kinds else []
    command = [
        sys.executable,
        HERE / "mutants.py",
        f"bplab.storage.{module}",
        old,
        new,
        HERE / f"test_{tests}.py",
        *chosen,
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ, cwd=HERE.parents[1]
    )
    print(done.stdout[-3000:], done.stderr[-3000:])
    return done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant[0]}: {mutant[1]}")
def test_the_safeguard_is_missed(mutant):
    assert code_of(*mutant) == pytest.ExitCode.TESTS_FAILED


@pytest.mark.slow
@pytest.mark.parametrize("tests", sorted({mutant[3] for mutant in MUTANTS}))
def test_the_same_tests_pass_with_all_safeguards(tests):
    assert code_of("layout", "SIGNATURES = {", "SIGNATURES = {", tests) == pytest.ExitCode.OK
