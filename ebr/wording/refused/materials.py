"""Materials, suppliers, lots: at the moment of use, in the store, in the laboratory, at quality."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

USE: Mapping[str, str | tuple[str, ...]] = {
    "lot_unknown": (
        mark(
            "Lot {lot} of {item} is not known on this station. Scan the label again, or have the lot received and"
            " released."
        ),
        mark("Lot {lot} is not known on this station. Scan the label again, or have the lot received."),
    ),
    "lot_of_other_material": mark(
        "Lot {lot} is {found}. This step needs {wanted}. Set the container aside and fetch the right material."
    ),
    "container_unknown": mark(
        "Lot {lot} has no container {container}. It came in {known}. Scan the label of the container again."
    ),
    "lot_elsewhere": mark(
        "Container {container} of lot {lot} was brought to {place}, and this step is done in {room}. Fetch the right"
        " container, or have it moved here first."
    ),
    "container_missing": mark(
        "{slot}: lot {lot} came in several containers: {known}. Scan the label of the one that it is taken from."
    ),
    "lot_quarantined": mark(
        "Lot {lot} has been in quarantine since {since}. Quality releases it, or take a released lot."
    ),
    "lot_quarantined.received": mark(
        "Lot {lot} has been in quarantine since its receipt, {since}. Quality releases it, or take a released lot."
    ),
    "lot_quarantined.put_back": mark(
        "Quality put lot {lot} back into quarantine on {since}: {reason}. Stop using it and take another lot."
    ),
    "lot_quarantined.result": mark(
        "Lot {lot} has a result that fails and that its release did not see: {reason}. Stop using it; quality decides."
    ),
    "lot_rejected": (
        mark("Lot {lot} was rejected on {since}: {reason}. It can never be used; set it aside and take another lot."),
        mark("Lot {lot} was rejected on {since}. It can never be used; set it aside and take another lot."),
    ),
    "lot_destroyed": mark("Nothing is left of lot {lot} since {since}. Take another lot."),
    "lot_expired": mark(
        "Lot {lot} expired on {expiry}. An expiry date is never extended: set the lot aside and take another."
    ),
    "lot_retest_due": mark(
        "The retest of lot {lot} was due by {retest}. The laboratory tests it again, then quality sets a new date."
    ),
    "lot_count_open": mark(
        "{counted} {unit} were counted in container {container} of lot {lot}, which came with {received} {unit}."
        " Quality finds out what is in it first; take another lot."
    ),
    "lot_out_of_storage": (
        mark(
            "Container {container} of lot {lot} was {hours} h out of {asked}, last at {storage}; {allowed} h are"
            " allowed. Bring it back; quality judges the time before it is used."
        ),
        mark(
            "Lot {lot} was made of one that was {hours} h out of {asked}, last at {storage}; {allowed} h are allowed."
            " Quality judges the time before it is used."
        ),
    ),
    "lot_assay_missing": mark(
        "Lot {lot} of {item} has no checked assay, and the charge is corrected by it. The laboratory records it first."
    ),
    "lot_allocated_elsewhere": mark(
        "Nothing of lot {lot} is allocated to {station}. It may be drawn at {where}. The office allocates more."
    ),
    "supplier_not_qualified": (
        mark("{supplier} may not deliver {item} (lot {lot}). Quality decides about the supplier; take another lot."),
        mark("{supplier} may not deliver {item}. Quality decides about the supplier."),
    ),
    "supplier_not_qualified.new": mark(
        "{supplier} was never qualified to deliver {item}. Quality qualifies the supplier, or take another lot."
    ),
    "supplier_not_qualified.suspended": mark(
        "{supplier} has been suspended since {since}, so nothing of it is used. Quality decides; take another lot."
    ),
    "supplier_not_qualified.disqualified": mark(
        "{supplier} has been disqualified since {since}, so nothing of it is used. Take a lot of another supplier."
    ),
    "supplier_not_qualified.material": mark(
        "{supplier} is not qualified for {item}. Quality qualifies it for this material, or take another lot."
    ),
    "supplier_not_qualified.lapsed": mark(
        "The qualification of {supplier} ended on {since}. Quality audits the supplier again, or take another lot."
    ),
    "unit_does_not_convert": (
        mark("{unit} cannot be turned exactly into {kept}, the unit of lot {lot}. Give the quantity in {kept}."),
        mark("{unit} cannot be turned exactly into {kept}. Give the quantity in {kept}."),
    ),
}
"""What a batch meets at the moment of use."""

STORE: Mapping[str, str | tuple[str, ...]] = {
    "material_table": (
        mark("Line {line} of the table cannot be used: {why}. Correct the table; nothing was received."),
        mark("Line {line} of the table cannot be used. Correct the table; nothing was received."),
    ),
    "material_name": mark(
        "“{text}” cannot be used here: {what}. Up to 64 signs that print, on one line, no blank at either end and no"
        " two together."
    ),
    "material_text_missing": mark("{field} is missing. Fill it in."),
    "material_date": mark("“{text}” is no date. Write 2026-11-30, or a time with its zone: 2026-11-30T14:00+01:00."),
    "material_day": mark("{field}: “{text}” is no day. Write it as 2026-11-30."),
    "material_unit_unknown": mark("“{unit}” is not a unit this program knows. Spelling counts: kg, g, mL, each."),
    "material_quantity": mark("{quantity} is no quantity that can be taken or put. Give one above zero."),
    "material_nothing": mark("Nothing is left of lot {lot}, or no container was named."),
    "material_not_enough": (
        mark(
            "{wanted} {unit} is more than there is in container {container} of lot {lot}: {left} {unit}. Count it"
            " first."
        ),
        mark("{wanted} {unit} is more than is free of lot {lot}: {left} {unit}. Count it first."),
    ),
    "material_return_more": mark(
        "No more than {drawn} {unit} was drawn from container {container} of lot {lot}, so no more can come back."
    ),
    "count_differs": mark(
        "The book says {book} {unit} in container {container} of lot {lot}. Count again, or say why it differs."
    ),
    "count_above_receipt": mark(
        "{counted} {unit} is more than container {container} of lot {lot} came with: {received} {unit}. A second person"
        " counts too and signs: choose “Counted more than it came with”."
    ),
    "count_not_above": mark(
        "{counted} {unit} is no more than container {container} of lot {lot} came with: {received} {unit}. Record it"
        " as a count."
    ),
    "count_not_open": mark("Lot {lot} has no such count that quality has not decided. Open the lot again."),
    "count_decided_by_counter": mark(
        "{person} counted lot {lot}, so another person of quality finds out what is in the container."
    ),
    "certificate_identity": mark(
        "Name at least one own test that proves the identity of {item}, and that no certificate replaces."
    ),
    "certificate_not_allowed": mark(
        "No certificate may replace these tests of {item}: {tests}. Test lot {lot} here, or quality allows it first."
    ),
    "supplier_not_validated": (
        mark(
            "The results of {supplier} for {item} counted until {until}. Compare them with own ones again, or test lot"
            " {lot} here."
        ),
        mark(
            "Nobody has compared the results of {supplier} for {item} with own ones. Quality records that first, or"
            " test lot {lot} here."
        ),
    ),
    "supplier_not_for_item": mark("{supplier} is not qualified to deliver {item}. Qualify it for this material first."),
    "identity_not_tested": (
        mark("Certificates alone prove no identity: lot {lot} needs an own result of {tests}."),
        mark("Certificates alone prove no identity: lot {lot} needs an own test of it. Quality names one first."),
    ),
    "lot_number_taken": mark("Lot {lot} is there already, as {item}. A number names one lot for ever: take another."),
    "lot_containers": mark("Name the containers of lot {lot}, 1 to {most}, each with its quantity."),
    "container_twice": mark(
        "Container {container} of lot {lot} is named twice. Each container has a label of its own."
    ),
    "storage_reason_missing": mark(
        "Lot {lot} comes stored at {storage}; the specification asks for {asked}. Say why, or leave the storage empty."
    ),
    "lot_date_missing": mark("Lot {lot} of {item} needs the expiry or retest date that stands on its label."),
    "lot_contested": mark("Stations decided differently about lot {lot}. Quality decides first what it is."),
    "join_too_few": mark("Name at least two lots that are joined as {lot}."),
    "join_unlike": mark(
        "Lots {lot} and {joined} differ in material, supplier, unit or place of receipt, so they cannot be joined."
    ),
    "allocation_at_office": mark(
        "{person} can allocate lots at the site office only, where what every station draws is known. Quality can do it"
        " here."
    ),
    "allocation_station": mark("There is no station {station} at this site. Stations are: {known}."),
    "allocation_drawn": mark(
        "Only {left} {unit} of lot {lot} is still to be drawn at {station}, so {less} {unit} cannot be taken back."
    ),
}
"""What the store meets."""

JUDGED: Mapping[str, str | tuple[str, ...]] = {
    "sample_taken": mark("There is a sample {sample} of lot {lot} already. Give this one another number."),
    "sample_unknown": mark("There is no sample {sample} of lot {lot}. Taken were {known}."),
    "lot_not_sampled": mark("No sample of lot {lot} was taken yet. Take one first."),
    "test_unknown": mark("The specification of {item} has no test {test}. It asks for {known}."),
    "results_none_to_check": mark("Every result of lot {lot} is checked."),
    "result_checked_by_analyst": mark(
        "{person} recorded these results of lot {lot}. Another person of the laboratory checks them."
    ),
    "result_unknown": mark("This result of lot {lot} is not known here. Look at the list again."),
    "result_aside_already": mark("This result of {test} for lot {lot} was set aside already."),
    "lot_judged_by_receiver": mark("{person} received lot {lot}. Another person of quality decides about it."),
    "lot_judged_by_tester": mark(
        "{person} sampled, tested or checked lot {lot}. Another person of quality decides about it."
    ),
    "lot_released_already": mark("Lot {lot} has been released since {since}."),
    "lot_results_missing": mark("Results of lot {lot} are missing: {tests}. The laboratory records them first."),
    "lot_results_unchecked": mark(
        "Results of lot {lot} are not checked: {tests}. A second person of the laboratory checks them first."
    ),
    "lot_result_fails": mark(
        "Results of lot {lot} fail: {tests}. Reject the lot, or set a result aside by an investigation."
    ),
    "retest_none": mark("Lot {lot} has no retest date."),
    "retest_not_later": mark("{retest} is not later than {before}, the retest date of lot {lot}, or it is past."),
    "retest_after_expiry": mark(
        "Lot {lot} expires on {expiry}. No retest date goes beyond, and an expiry never moves."
    ),
    "retest_without_results": mark(
        "Lot {lot} has no checked results since {since} for: {tests}. The laboratory tests it again first."
    ),
}
"""What the laboratory and quality meet about a lot."""

KEPT: Mapping[str, str | tuple[str, ...]] = {
    "item_unknown": mark("There is no material {item} here. Quality adds it first."),
    "item_code_taken": mark("The code {item} belongs to {title}. Take another code."),
    "item_withdrawn": mark("{item} {title} was withdrawn: {reason}. No more lots of it are received."),
    "item_kind": mark("“{kind}” is no kind of material. Kinds are: {known}."),
    "specification_missing": mark("{item} has no specification. Quality sets it first."),
    "storage_not_specified": mark(
        "Version {version} of the specification of {item} names no storage condition. Set one there first."
    ),
    "storage_hours": mark("Hours out of the storage condition are 0 to {most}, not {hours}."),
    "storage_not_left": mark("Lot {lot} was not out of its storage condition since it was judged last."),
    "specification_version": mark("The next version of the specification of {item} is {next}, not {version}."),
    "specification_tests": mark("A specification of {item} has 1 to {most} tests."),
    "specification_dates": mark(
        "Months of {item} are 0 to {most}. Expiry comes from the supplier's label, from months after the receipt (1 or"
        " more), or the material has no expiry."
    ),
    "specification_twice": mark("“{test}” stands twice. Each test has an id of its own, and one only gives the assay."),
    "specification_limits": mark(
        "{test} needs either limits, the lower one not above the upper, or the words that are expected. What corrects a"
        " charge has limits; a unit is short."
    ),
    "supplier_unknown": mark("There is no supplier {supplier} here. Quality adds it first."),
    "supplier_id_taken": mark("The id {supplier} belongs to {name}. Take another id."),
    "supplier_status": mark("“{status}” is no status of a supplier here. Possible are: {known}."),
    "supplier_nothing": mark("Name the materials that {supplier} may deliver."),
    "supplier_audit_to_come": mark("The audit of {supplier} on {audited} is still to come. Qualify it afterwards."),
    "supplier_until_past": mark("{until} is past or before the audit. Say until when {supplier} is qualified."),
    "supplier_needs_audit": mark("{supplier} needs an audit and a new qualification before it may deliver again."),
}
"""What quality meets about materials and suppliers."""

MATERIALS: Mapping[str, str | tuple[str, ...]] = {**USE, **STORE, **JUDGED, **KEPT}
