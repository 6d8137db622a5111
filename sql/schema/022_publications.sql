create table publications (
    publication_id integer not null,
    published_at timestamp not null,
    state text not null,
    header_hash text not null
);

comment on table publications is
'Ledger of publishing: one row per copy made for readers, key publication_id; a copy does not hold its own row.';
comment on column publications.publication_id is 'Number of the publication, from 1.';
comment on column publications.published_at is 'When the copy was put in place, UTC.';
comment on column publications.state is
'What had been loaded by then: schema, batches that changed something, rejects.';
comment on column publications.header_hash is
'SHA-256 of the published file''s header blocks, hexadecimal: tells whether it is still that file.';
