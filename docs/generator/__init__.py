"""What docs/generate.py writes pages with; a folder of its own since a page that runs its examples takes some code."""
