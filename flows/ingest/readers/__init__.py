"""One module a format. A reader takes a named stream of bytes and yields what it finds in it, record by record.

A reader module has
    SUFFIXES                      the file name endings that are its own, in lower case
    read(stream, name, limits)    yields a Draft for a usable record, a Reject for another, and never stops at a bad one
No reader knows another; flows.ingest.articles takes compression off and picks the reader by the name's ending.
"""
