"""Word documents: styles, numbers of lists as they are printed, tables, notes."""
