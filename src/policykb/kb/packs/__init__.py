"""Answer packs: a folder that holds an answer with all that is needed to cite it, check it and compare it later."""
