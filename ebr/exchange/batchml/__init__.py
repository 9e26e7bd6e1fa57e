"""BatchML V7 (B2MML, ISA-88): master and general recipes in, master recipes out.

`reading` takes any file, `master` and `general` read other people's recipes as drafts, `exact` reads back what
`writing` wrote. The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA International.
"""
