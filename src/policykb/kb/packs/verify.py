"""Whether the files of a pack are as they were written; no base is needed for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policykb.kb.packs.manifest import NAME, Manifest, read_manifest
from policykb.seed.opening import HashedStream, Unreadable


@dataclass(frozen=True)
class PackVerification:
    """What was found of a pack's files: ``missing``, ``altered``, and ``others`` that are none of its own."""

    folder: Path
    manifest: Manifest
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every file is there as it was written; what lies beside them does no harm."""
        return not self.missing and not self.altered

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        found = {name: list(getattr(self, name)) for name in ("missing", "altered", "others")}
        return {"ok": self.ok, **found, "pack": self.manifest.to_dict()}


def verify_pack(folder: Path) -> PackVerification:
    """Reads every file of the pack. Raises NotAPack where the folder is none."""
    manifest = read_manifest(folder)
    states = {name: _state(folder / name, file.sha256) for name, file in manifest.files.items()}
    others = sorted(path.name for path in folder.iterdir() if path.name not in {NAME, *states})
    return PackVerification(
        folder,
        manifest,
        tuple(name for name, state in states.items() if state is None),
        tuple(name for name, state in states.items() if state is False),
        tuple(others),
    )


def _state(path: Path, sha256: str) -> bool | None:
    """Whether the file has this hash; None where there is none."""
    try:
        with HashedStream(path) as stream:
            return stream.sha256() == sha256
    except Unreadable:
        return False if path.exists() else None
