"""The kit every screen is built from: widgets that hold plain values and contain no rules.

Rules of the kit: the first argument is the `Theme`; texts arrive formatted and translated; what a person does leaves as
`Signal(object)`; a number typed leaves as the raw text, never judged here. Every widget can be worked by keyboard and
names itself to assistive technology. Actions happen on release, and a bouncing second tap is no action (ux.md 1.1).
"""
