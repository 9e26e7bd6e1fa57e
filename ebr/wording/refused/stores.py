"""The store below: folder, database, keys of the station, attachments, recovery, what came from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

FOLDER: Mapping[str, str | tuple[str, ...]] = {
    "store_missing": mark("There is no station in {folder}. Name another folder, or create the station."),
    "store_exists": mark("There is a station in {folder} already. Choose an empty folder."),
    "store_read_only": mark("Nothing can be written in {folder}. Ask the administrator for the right to write there."),
    "store_network_folder": mark("{folder} lies on a network drive ({found}). Choose a folder on this computer."),
    "store_in_use": mark("{folder} is open in another window or program (process {pid}). Close that one first."),
    "store_damaged": mark("The record {file} is damaged: {why}. Stop working here and call the administrator."),
    "store_foreign": mark("{file} is not a record of this program. Name another folder."),
    "store_newer": mark(
        "{file} was written by a newer program (form {found}; this one reads up to {known}). Use the newer program."
    ),
    "store_engine": mark(
        "The database engine {found} is too old. At least {needed} is needed. Install the program again."
    ),
    "store_setting": mark(
        "The database does not keep the setting {name}: {wanted} was asked for, it is {found}. Call the administrator."
    ),
    "store_key_differs": mark(
        "The station's key does not fit its record. Restore the station, or call the administrator."
    ),
    "disk_full": mark("The disk is full, so nothing was written. Make room and try again."),
    "needs_newer_program": (
        mark("{subject} was written by a newer program ({event}). Use the newer program for it."),
        mark("{subject} was written by a newer program. Use the newer program for it."),
    ),
    "needs_body": mark("{subject} is here without its contents and cannot be shown. Synchronise it."),
    "other_profile": mark("This comes from another kind of store ({found}). Here only {own} is taken over."),
}

KEYS: Mapping[str, str | tuple[str, ...]] = {
    "key_store_damaged": mark("The key file {file} is damaged. Restore the station, or call the administrator."),
    "key_store_needs_passphrase": mark("The station's key is protected by a passphrase. Give the right one."),
    "key_store_no_passphrase": mark(
        "The station's key goes into a file that a passphrase protects, for want of another key store, "
        'and no passphrase was given. Type one, or name it in the answers file as "passphrase".'
    ),
    "key_store_not_in_production": mark("A production store needs a protected key. Choose another way to keep it."),
    "key_store_unavailable": mark("The key store ({store}) cannot be used: {why}. Call the administrator."),
    "site_secret_missing": mark("This station has not received the site's secret. Synchronise with the site office."),
    "recovery_file": mark("This is not a recovery file, or it is damaged. Choose the right one."),
    "recovery_other_site": mark(
        "The recovery file or its words belong to another site than {fingerprint}. Check both."
    ),
    "recovery_words": mark("The words of half {half} are mistyped. Compare them with the paper."),
}

ATTACHMENTS: Mapping[str, str | tuple[str, ...]] = {
    "attachment_empty": mark("The file is empty. Take or choose it again."),
    "attachment_too_large": mark("The file has {size} MB. At most {largest} MB are possible. Choose a smaller one."),
    "attachment_not_written": mark("The file could not be kept: {why}. Try again, or call the administrator."),
}

EXPORTS: Mapping[str, str | tuple[str, ...]] = {
    "export_target_exists": mark("{target} is already there. Name a new folder or file."),
    "export_not_written": mark("The export could not be written to {target}: {why}. Choose another place."),
    "export_twice": mark("Export batch {batch}, or archive batch {archive}: name only one of the two."),
    "export_unreadable": mark("{path} is not a whole export: {why}. Copy it again."),
    "export_path_outside": mark("The export holds a name that leads outside of it: {name}. Do not use it."),
    "export_too_large": mark("{name} in the export is larger than an export can hold. Do not use it."),
    "export_keys_differ": mark("The list of keys in {path} is not the one of its entries. Copy it again."),
}

STORES: Mapping[str, str | tuple[str, ...]] = {**FOLDER, **KEYS, **ATTACHMENTS, **EXPORTS}
