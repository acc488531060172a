"""Role definitions from what a team already has: a RACI matrix, a table of roles, GlassFrog or Holaspirit.

`import_team` reads one into a team; `team_yaml` writes it as a team file. docs/team-files.md has the formats.
"""

from __future__ import annotations

from reflect.rolefiles.read import Imported, import_team
from reflect.rolefiles.write import team_yaml

__all__ = ["Imported", "import_team", "team_yaml"]
