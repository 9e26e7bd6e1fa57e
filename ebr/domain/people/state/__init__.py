"""What is now true of a person, and the questions others ask about people."""

from __future__ import annotations

from ebr.domain.people.state.apply import apply, start
from ebr.domain.people.state.names import (
    badge_trouble,
    id_trouble,
    keys_form_trouble,
    name_trouble,
    reason_trouble,
)
from ebr.domain.people.state.person import (
    INSPECTOR,
    Key,
    PersonState,
    Replacement,
    access_trouble,
    may_acknowledge,
    may_act,
    may_sign,
)
from ebr.domain.people.state.roles import (
    BATCH_ROLES,
    NOBODY,
    ROLES,
    SEPARATED,
    UNLOCKING_ROLES,
    right_missing,
    roles_trouble,
    with_right,
)
from ebr.domain.people.state.standing import (
    approver_trouble,
    duty_unlockers,
    person_in,
    recovery_alarms,
    witness_trouble,
)

__all__ = [
    "BATCH_ROLES",
    "INSPECTOR",
    "NOBODY",
    "ROLES",
    "SEPARATED",
    "UNLOCKING_ROLES",
    "Key",
    "PersonState",
    "Replacement",
    "access_trouble",
    "apply",
    "approver_trouble",
    "badge_trouble",
    "duty_unlockers",
    "id_trouble",
    "keys_form_trouble",
    "may_acknowledge",
    "may_act",
    "may_sign",
    "name_trouble",
    "person_in",
    "reason_trouble",
    "recovery_alarms",
    "right_missing",
    "roles_trouble",
    "start",
    "with_right",
    "witness_trouble",
]
