"""Devices: balances, scanners, label printers, badge readers; where they are, and what they did."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

BALANCES: Mapping[str, str | tuple[str, ...]] = {
    "device_missing": mark("No {role} is set up at this station. Type the value, or have a supervisor set one up."),
    "device_unreachable": (
        mark(
            "{device} does not answer at {where} ({why}). Check that it is switched on and plugged in, then try again."
        ),
        mark("{device} could not be reached. Check that it is switched on and plugged in, then try again."),
    ),
    "device_unplugged": mark("{device} was disconnected. Check its cable and try again, or type the value by hand."),
    "device_silent": (
        mark("{device} said nothing for {seconds} seconds. Check that it is ready and try again, or type the value."),
        mark("{device} said nothing. Check that it is ready and try again, or type the value by hand."),
    ),
    "device_half": mark("{device} sent half a line ({raw}). Nothing was read. Try again, or type the value by hand."),
    "device_garbage": mark(
        "{device} sent something that is no reading ({raw}). Check its cable and settings, then try again."
    ),
    "device_unstable": (
        mark("{device} does not settle (last {raw}). Keep draughts and hands away and try again."),
        mark("{device} does not settle. Keep draughts and hands away and try again."),
    ),
    "device_overload": mark("{device} is overloaded. Take the load off, or use a larger balance."),
    "device_underload": mark("{device} is below its range. Put the pan on it, set it to zero and try again."),
    "device_busy": mark("{device} is busy (adjusting, or a menu is open). Wait until it is ready and try again."),
    "device_refuses": mark(
        "{device} refuses the question ({raw}). Look at its display; have it checked if it stays so."
    ),
    "device_transmission": mark("{device} understood nothing ({raw}). Check the speed and frame of its port."),
    "device_other": (
        mark("Another balance answers at the place of {device}: serial number {found}, not {wanted}. Do not use it."),
        mark("Another balance answers at the place of {device}. Do not use it; call the supervisor."),
    ),
    "device_unit": (
        mark("{device} shows {shown}, but {unit} is needed. Switch the unit at the device, or type the value by hand."),
        mark("{device} shows another unit than is needed ({raw}). Switch the unit at the device."),
    ),
    "reading_replaced": mark("“{raw}” was read from {device} and not taken into the record."),
}

SCANNERS: Mapping[str, str | tuple[str, ...]] = {
    "scan_without_identifier": mark(
        "The scanner {device} sent a code without its symbology identifier ({raw})."
        " Switch on the AIM identifier in the scanner's settings; until then nothing is taken from it."
    ),
    "badge_unreadable": mark("{device} sent something that is no badge ({raw}). Hold the badge to the reader again."),
}

PRINTERS: Mapping[str, str | tuple[str, ...]] = {
    "printer_paper_out": mark("{printer} has no labels left. Put in a new roll."),
    "printer_head_open": mark("The head of {printer} is open. Close it."),
    "printer_ribbon_out": mark("{printer} has no ribbon left. Put in a new one."),
    "printer_too_hot": mark("{printer} is too hot. Wait until it has cooled down."),
    "printer_memory": mark("{printer} has lost its memory. Switch it off and on again."),
    "printer_buffer_full": mark("{printer} takes nothing more just now. Wait until it has printed what it has."),
    "printer_paused": mark("{printer} is paused. Press its pause key."),
    "printer_busy": mark("{printer} is printing something else. Wait until it is ready."),
    "printer_slow": mark("{printer} has not confirmed the job within {seconds} seconds. Look what it printed."),
    "printer_folder": mark("{printer} cannot write to {folder}. Have the folder set up again."),
    "print_too_large": mark("This is too much for {printer} at once. Print fewer labels."),
}

ADDRESSES: Mapping[str, str | tuple[str, ...]] = {
    "device_address": mark("“{text}” does not say where the device is. Write it like “{example}”."),
    "device_protocol": mark("“{protocol}” is nothing this device can speak. Possible: {known}."),
    "device_link": mark("{protocol} does not go over “{link}”. Possible: {known}."),
    "device_simulated": mark(
        "{device} is a simulated device. On a production station only real devices can be used: give its true address."
    ),
}

DEVICES: Mapping[str, str | tuple[str, ...]] = {**BALANCES, **SCANNERS, **PRINTERS, **ADDRESSES}
