"""Room 4, the mail desk: a profile, a period and the published database in, a mail out, sent once.

asked    which digest: name, filters, period
content  what it tells: figures, news, tables, pictures, each from the reports of the page
mail     how it looks: plain text, HTML, an envelope
send     the mail server, and the ledger of who got what
"""
