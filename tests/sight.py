"""How colours look to eyes that lack a cone, and in grey: Machado, Oliveira and Fernandes (2009), severity 1."""

import numpy as np
from matplotlib.colors import to_rgb

EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.41246, 0.35758, 0.18044], [0.21267, 0.71515, 0.07217], [0.01933, 0.11919, 0.95030]])
WHITE = TO_XYZ @ np.ones(3)


def linear(colour) -> np.ndarray:
    """Linear RGB of a colour."""
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, eyes: str = "usual") -> np.ndarray:
    """CIE Lab (D65) of a colour as such eyes see it."""
    seen = np.clip(EYES[eyes] @ linear(colour), 0, 1)
    x = TO_XYZ @ seen / WHITE
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one, other, eyes: str = "usual") -> float:
    """CIE76 distance of two colours."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


def lightness(colour) -> float:
    """L* of a colour, 0 to 100: what is left of it in grey print."""
    return float(lab(colour)[0])


def seen(picture: np.ndarray, eyes: str) -> np.ndarray:
    """A picture (height, width, 3; 0 to 1) as such eyes see it; "grey": its lightness alone."""
    flat = np.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4)
    turned = flat @ (np.tile(TO_XYZ[1], (3, 1)) if eyes == "grey" else EYES[eyes]).T
    turned = np.clip(turned, 0, 1)
    return np.where(turned <= 0.0031308, 12.92 * turned, 1.055 * turned ** (1 / 2.4) - 0.055)
