"""Devices that are played: each speaks its real protocol, byte for byte, and has every fault of a floor.

`Playing.answer` is asked with what arrived and says what goes back and when; `serving.serve` puts it behind a TCP port,
`played_line.PlayedLine` behind a line inside the program. Only stores outside production may use them (floor-rules 16).
"""
