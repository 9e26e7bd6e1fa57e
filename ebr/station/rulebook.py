"""Which rules decide which command: each aggregate's own, for every command that its rights name."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Final

from ebr.domain.batch import commands as batch_commands
from ebr.domain.batch import rules as batch_rules
from ebr.domain.block import commands as block_commands
from ebr.domain.block import rules as block_rules
from ebr.domain.deviation import commands as deviation_commands
from ebr.domain.deviation import rules as deviation_rules
from ebr.domain.draft import commands as draft_commands
from ebr.domain.draft import rules as draft_rules
from ebr.domain.equipment import commands as equipment_commands
from ebr.domain.equipment import rules as equipment_rules
from ebr.domain.label import commands as label_commands
from ebr.domain.label import rules as label_rules
from ebr.domain.master import commands as master_commands
from ebr.domain.master import rules as master_rules
from ebr.domain.material import commands as material_commands
from ebr.domain.material import rules as material_rules
from ebr.domain.people import commands as people_commands
from ebr.domain.people import rules as people_rules
from ebr.domain.sample import commands as sample_commands
from ebr.domain.sample import rules as sample_rules
from ebr.domain.site import commands as site_commands
from ebr.domain.site import rules as site_rules
from ebr.domain.station import commands as station_commands
from ebr.domain.station import rules as station_rules
from ebr.domain.training import commands as training_commands
from ebr.domain.training import rules as training_rules

RULES: Final[Mapping[type, ModuleType]] = {
    **dict.fromkeys(batch_commands.RIGHTS, batch_rules),
    **dict.fromkeys(master_commands.RIGHTS, master_rules),
    **dict.fromkeys(draft_commands.RIGHTS, draft_rules),
    **dict.fromkeys(block_commands.RIGHTS, block_rules),
    **dict.fromkeys(label_commands.RIGHTS, label_rules),
    **dict.fromkeys(training_commands.RIGHTS, training_rules),
    **dict.fromkeys(equipment_commands.RIGHTS, equipment_rules),
    **dict.fromkeys(material_commands.RIGHTS, material_rules),
    **dict.fromkeys(deviation_commands.RIGHTS, deviation_rules),
    **dict.fromkeys(sample_commands.RIGHTS, sample_rules),
    **dict.fromkeys(people_commands.RIGHTS, people_rules),
    **dict.fromkeys(site_commands.RIGHTS, site_rules),
    **dict.fromkeys(station_commands.RIGHTS, station_rules),
}
