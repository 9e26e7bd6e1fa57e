"""The central store: the way to it, what is found there, its logins and its witness."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

CENTRES: Mapping[str, str | tuple[str, ...]] = {
    "centre_address": mark(
        "{address} is no address of a central store. Write postgresql://LOGIN@HOST/DATABASE or sqlite:///FILE."
    ),
    "centre_unreachable": (
        mark("The central store {centre} cannot be reached: {why}. Work goes on; try again later."),
        mark("The central store {centre} cannot be reached. Work goes on; try again later."),
    ),
    "centre_login": mark("The central store {centre} does not let this login in: {why}. Ask for a new password."),
    "centre_rights": mark(
        "The login for the central store {centre} may not do this ({why}). ebr central init and login are for the "
        "database's owner; stations, relays and the witness have a login of their kind each."
    ),
    "centre_foreign": mark("{centre} belongs to another program. A central store needs a database of its own."),
    "centre_empty": mark("{centre} is no central store yet. Make one there with ebr central init."),
    "centre_older": mark(
        "The central store {centre} has an older form ({found}; this program needs {known}). Have a new one made "
        "beside it, in an empty database; the stations send their records there again."
    ),
    "centre_newer": mark(
        "The central store {centre} was made by a newer program (form {found}; this knows {known}). Use that program."
    ),
    "centre_certificate": mark(
        "The certificate of the central store {centre} is not right: {why}. Nothing was sent. Call the administrator."
    ),
    "centre_read_only": mark(
        "The central store {centre} can only be read, like a copy. Name the server that is written."
    ),
    "centre_not_named": mark("No central store is named for this station. Give its address once, with --central."),
    "centre_other_site": mark(
        "The central store belongs to another site ({found}; this one is {own}). Nothing was sent. Check the address."
    ),
    "own_log_ahead": mark(
        "{centre} has {there} entries of this station, here are {here}: this disk is an older copy. "
        "Nothing more is written here. Go on in a new record: ebr sync --new-log."
    ),
    "own_log_forked": mark(
        "{centre} has other entries of this station ({there}) than there are here ({here}): one computer is a copy. "
        "Nothing more is written here. Go on in a new record: ebr sync --new-log."
    ),
    "log_is_whole": mark("The central store {centre} has no more of this station's record than there is here."),
    "centre_full": mark(
        "The central store {centre} has no room left. Nothing was written there. Call its administrator."
    ),
    "centre_log_not_yours": mark(
        "The central store {centre} keeps the log {log} for another login. Ask its administrator to give it to this."
    ),
    "centre_file_no_logins": mark("{centre} is a file and has no logins. Whoever can write the file can use it."),
    "centre_login_name": mark(
        "“{name}” cannot be a login, or the log is mistyped. Use letters, digits, dots and dashes for the name."
    ),
    "centre_login_taken": mark("{name} is a login of the server {centre} already, for something else. Choose another."),
    "centre_login_kind": mark("{name} is a login of another kind ({kind}). Choose another name."),
    "centre_other_witness": mark(
        "Another witness countersigns here ({found}). Use its key, or take its place with --replace."
    ),
    "witness_key_open": mark("Others can read the witness's key {file}. Make it readable for its owner only."),
    "witness_key_damaged": mark("{file} is not a witness's key, or it is damaged. Restore it, or name another file."),
}
