"""Labels: codes written and read; one layout as PDF, picture and ZPL. Knows templates, no record and no printer."""
