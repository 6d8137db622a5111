"""One module a format. A reader takes a stream of bytes and yields what it finds in it, record by record.

A reader module has
    SUFFIXES                      the file name endings that are its own, in lower case
    read(stream, origin, limits)  yields a Draft for a usable record, a Reject for another (and never stops at a bad
                                  one), a Skip for what was not meant to be an article, a Note for the user
A container (archive, WARC) has `walk` instead of `read`, and yields Members as well: named streams of bytes.
`PACKED = True` says that the module takes compression off itself and wants the bytes as they lie there.
No reader knows another: flows.ingest.reading picks them, by the name's ending or by the first bytes.
"""
