"""The calm panel design language: colours, type, spacing and icons for every screen.

Normal is grey; colour is kept for what needs action; every state is a shape and a word before it is a colour.
One `Theme` per application is handed to every widget; nothing is fetched from a global.
"""

from ui.theme.theme import Theme, apply, prepare

__all__ = ["Theme", "apply", "prepare"]
