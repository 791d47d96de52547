"""Print to blocks: what the place, size and weight of words on pages say; separate from the file formats that print."""
