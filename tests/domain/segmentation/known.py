"""Rows of which the segments are known, because we made them so."""

from pathlib import Path

import numpy as np
import pytest

from tests.architecture.tree import ROOT

CARCINOMA = ROOT.parent / "shared" / "data" / "segmentation" / "carcinoma.csv"


def carcinoma() -> Path:
    """Seven pathologists on 118 slides, the published example of latent class analysis; skips where it is not."""
    if not CARCINOMA.is_file():
        pytest.skip("the carcinoma data are not beside this checkout")
    return CARCINOMA


def answers(rows: int = 900, seed: int = 3) -> tuple[dict[str, list[object]], np.ndarray]:
    """Six yes/no answers of three classes, half, a third and a sixth of the rows; and the class of each row."""
    rng = np.random.default_rng(seed)
    truth = np.repeat([0, 1, 2], [rows // 2, rows // 3, rows - rows // 2 - rows // 3])
    rng.shuffle(truth)
    chances = np.array([[0.95] * 6, [0.05] * 6, [0.95, 0.95, 0.95, 0.05, 0.05, 0.05]])
    drawn = rng.random((rows, 6)) < chances[truth]
    return {f"answer_{place + 1}": ["yes" if cell else "no" for cell in drawn[:, place]] for place in range(6)}, truth


def clusters(rows: int = 600, seed: int = 4) -> tuple[dict[str, list[object]], np.ndarray]:
    """Two measures of three groups that lie six standard deviations apart; and the group of each row."""
    rng = np.random.default_rng(seed)
    truth = np.repeat([0, 1, 2], [rows // 2, rows // 3, rows - rows // 2 - rows // 3])
    rng.shuffle(truth)
    centres = np.array([[100.0, 1.0], [160.0, 1.0], [160.0, 7.0]])
    drawn = centres[truth] + rng.normal(size=(rows, 2)) * [10.0, 1.0]
    return {"logins": list(drawn[:, 0]), "seats": list(drawn[:, 1])}, truth
