"""ROOM 1: inputs (files, folders, standard input) -> frames of ARTICLES and REJECTS."""
