"""Data of one's own from an .npz archive with the arrays X and y."""

from pathlib import Path

from bplab.data.own import OwnData
from bplab.errors import UserError, named
from bplab.storage.csv import name_of
from bplab.storage.npz import read_npz
from bplab.training.given import dataset

TEST = {"X_test", "y_test"}


def dataset_from_npz(path: str | Path) -> OwnData:
    """Read examples written with np.savez(path, X=..., y=...), as `dataset` takes them.

    X_test and y_test are test examples given separately; names those of the inputs, classes those of the
    classes. Other arrays are not read.
    Shapes: X (n, d), y (n,) or (n, k).
    Raises: UserError if it cannot be read, an array is missing, or they do not fit together.
    """
    path = Path(path)
    arrays = read_npz(path)
    missing = {"X", "y"} - set(arrays) or (TEST - set(arrays) if TEST & set(arrays) else set())
    if missing:
        raise UserError(
            f"{named(path.name)} has no array {min(missing)}. Write it with np.savez(name, X=..., y=...)."
        )
    texts = {
        name: arrays[name].astype(str).ravel().tolist() for name in ("names", "classes") if name in arrays
    }
    test = (arrays["X_test"], arrays["y_test"]) if set(arrays) >= TEST else None
    return dataset(
        arrays["X"],
        arrays["y"],
        name=name_of(path),
        names=texts.get("names"),
        classes=texts.get("classes"),
        test=test,
    )
