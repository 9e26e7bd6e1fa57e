"""The site, its policy, its stations; signing in, clocks, settings of a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

SITE: Mapping[str, str | tuple[str, ...]] = {
    "site_exists": mark("This store belongs to the site {name} already."),
    "site_missing": mark("There is no site yet. Create it first."),
    "site_name_form": mark("The site needs a name of up to 80 characters on one line."),
    "founding_part_missing": mark("The foundation is incomplete: the {part} is missing. Start again."),
    "founders_administrators": mark("A site begins with at least {wanted} administrators."),
    "founders_quality": mark("A site begins with at least one person of quality."),
    "founders_recovery": mark("The recovery administrator must be somebody with no other role."),
    "founders_double": mark("Two founders share one thing ({what}): {text}. Give each an own one."),
    "setting_unknown": mark("There is no setting “{name}”."),
    "setting_out_of_bounds": (
        mark("{name}: “{value}” is not a number from {low} to {high} {unit}."),
        mark("{name}: “{value}” is not a number from {low} to {high}."),
    ),
    "setting_choice": mark("{name}: “{value}” is not one of: {choices}."),
    "setting_list": mark("{name}: write one entry on each line, no line empty and no entry twice."),
    "setting_list_must": mark("{name}: “{entry}” cannot be taken out."),
    "setting_text": mark("“{value}” must fit on one line without blanks around it."),
    "policy_unchanged": mark("The policy says exactly this already."),
    "lease_not_from_office": mark("Only the site office's station grants leases."),
    "lease_missing": mark("{station} has no lease. Synchronise with the site office."),
    "lease_ended": mark(
        "What this station knows about {kind} was good until {until}. Synchronise with the site office."
    ),
    "lease_term": mark("A lease for {kind} can be at most {longest} days."),
}

STATION: Mapping[str, str | tuple[str, ...]] = {
    "station_admitted_before": mark("This station belongs to the site already, as {name}."),
    "station_name_used": mark("Another station is called {name}. Choose another name."),
    "log_continued_before": mark(
        "The record of {name} goes on in another record already ({log} ...): one of the two computers is a copy. The"
        " one that is not in use joins the site under a name of its own."
    ),
    "station_name_form": mark("“{name}” cannot name a station. Use up to 32 letters, digits and hyphens."),
    "station_certificate_missing": mark("The station's keys or certificates are incomplete. Start again."),
    "station_not_admitted": mark("This station does not belong to the site. The site office can admit it."),
    "station_exists": mark("This store belongs to the station {name} already."),
    "station_missing": mark("This station has not begun its record yet. Create it first."),
    "profile_unknown": mark(
        "“{profile}” is not possible here. Possible are {profiles}; a store keeps its own for ever."
    ),
    "previous_log_incomplete": mark("A restored station names both its old record and the last entry of it."),
    "settings_unchanged": mark("The terminal is set exactly like this already."),
    "export_needs_person": mark("Somebody must sign in before anything leaves a production store."),
    "export_incomplete": mark("Say what is exported and where it goes."),
    "idle_beyond_policy": mark("The policy locks after at most {longest} minutes. Choose this or less."),
}

PRESENCE: Mapping[str, str | tuple[str, ...]] = {
    "sign_in_failed": mark("User name or password is wrong. Try again."),
    "not_signed_in": mark("{person} is not signed in here. Sign in first."),
    "no_key_here": mark("The key of {person} is not on this station. Synchronise it, or work on another station."),
    "person_locked": mark(
        "{person} is locked on this station since {since}, after {failures} failures. A duty unlocker can help."
    ),
    "person_locked_now": mark(
        "{person} is now locked on this station, after {failures} failures. A duty unlocker can help."
    ),
    "person_not_locked": mark("{person} is not locked on this station."),
    "own_lock": mark("Nobody unlocks themselves. Ask another duty unlocker."),
    "recovery_used_before": mark("{name} was used before and works only once."),
    "presence_end_unknown": mark("There is no such way to end a sign-in: {how}."),
    "presence_ended_before": mark("This sign-in has ended already."),
    "presence_of_another": mark("Somebody else is signed in here."),
    "purpose_unknown": mark("There is no such purpose: {purpose}."),
    "nothing_to_sign": mark("There is nothing to sign here."),
    "not_shown": mark("What is signed must be shown first. Open it again."),
    "record_changed": mark("The record changed while you were reading. Read it again and sign then."),
}

CLOCK: Mapping[str, str | tuple[str, ...]] = {
    "clock_simulated": mark("A production store does not accept a simulated clock."),
    "clock_behind": mark(
        "The clock says {now}, but the last entry was written at {last}. Nobody can sign until an administrator and"
        " quality state the time."
    ),
    "clock_differs": mark("The stated time {stated} and the station's clock {now} differ. Set the clock first."),
    "busy_in_open_batch": mark("{person} takes part in an open batch and cannot state the time. Ask somebody else."),
}

STATIONS: Mapping[str, str | tuple[str, ...]] = {**SITE, **STATION, **PRESENCE, **CLOCK}
