"""Documents to passages: readers (one file per format) cut bytes into lines, the rest finds paragraphs and headings."""
