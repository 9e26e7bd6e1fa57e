"""Draws the sounds of the program from numbers into `resources/sounds`: no foreign sound, nothing to license.

    python3 -m installer.sounds

Each is told from the others by its number of notes and their height, not by its height alone, because hearing differs
and rooms hum: one short high note is a scan that was taken, one long low note a refusal, two notes a signature, three
a timer. Each exists quiet and loud, because what plays it may have no volume of its own. Plain PCM (mono, 16 bit,
11025 in a second): whatever plays sounds plays that. The same numbers give the same files.
"""

from __future__ import annotations

import io
import math
import wave
from pathlib import Path
from struct import pack
from typing import Final

RATE: Final = 11025
"""Samples in a second; twice the highest note with all its overtones."""
EDGE: Final = 0.006
"""Seconds in which a note swells and fades, so that it does not click."""
OVERTONES: Final = ((1, 0.7), (2, 0.2), (3, 0.1))
"""Multiple of the note and its part; the small loudspeaker of a terminal hardly plays the low ones themselves."""
LEVELS: Final = {"quiet": 0.12, "loud": 0.8}
Note = tuple[float, float]
"""Hertz (0 for a pause) and seconds."""
SOUNDS: Final[dict[str, tuple[Note, ...]]] = {
    "scan": ((1568, 0.09),),
    "refused": ((294, 0.42),),
    "signed": ((659, 0.1), (988, 0.16)),
    "timer": ((880, 0.11), (0, 0.08), (880, 0.11), (0, 0.08), (880, 0.11)),
}


def drawn(notes: tuple[Note, ...], level: float) -> bytes:
    """Return a WAV file of some notes, `level` being its part of the loudest possible."""
    samples = [value for hertz, seconds in notes for value in _note(hertz, seconds)]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(pack("<h", round(value * level * 32767)) for value in samples))
    return file.getvalue()


def _note(hertz: float, seconds: float) -> list[float]:
    count = round(seconds * RATE)
    edge = EDGE * RATE
    return [_wave(hertz * at / RATE) * min(1.0, at / edge, (count - at) / edge) for at in range(count)]


def _wave(turns: float) -> float:
    return sum(part * math.sin(2 * math.pi * turns * times) for times, part in OVERTONES)


def files() -> dict[str, bytes]:
    """Return every file by its name."""
    return {
        f"{name}-{level}.wav": drawn(notes, loud) for name, notes in SOUNDS.items() for level, loud in LEVELS.items()
    }


def write(folder: Path) -> None:
    """Write every file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write(Path(__file__).resolve().parent.parent / "resources" / "sounds")
