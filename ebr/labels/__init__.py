"""Labels: codes written and read, one layout drawn as PDF, picture and ZPL. Knows templates, no record and no printer."""
