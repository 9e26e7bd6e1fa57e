"""Balances, scanners, printers, badge readers: a protocol in, a reading out; blocking, no threads, no store.

Each device opens its line, asks, and closes it again, so what was unplugged and is plugged in again just works, and an
answer that came too late has nobody left to reach. What goes wrong is a `Refusal` with a code "device_...", never a
number. For each there is a simulator in `ebr.devices.simulators` that speaks the real protocol.
"""
