create table rejects (
    run_id text not null,
    last_run_id text not null,
    uri text,
    record integer,
    reason text not null,
    detail text,
    sample text
);

comment on table rejects is
'One row per record or input that could not be used, key (uri, record, reason, detail); met again, it stays one row.';
comment on column rejects.run_id is 'First run that met the reject.';
comment on column rejects.last_run_id is 'Latest run that met the reject.';
comment on column rejects.uri is 'Path or address of the input.';
comment on column rejects.record is
'Number of the record in the input, from 1; the one after the last good one when the input breaks off.';
comment on column rejects.reason is 'One word to count by.';
comment on column rejects.detail is 'What is wrong, for a person.';
comment on column rejects.sample is 'First characters of the record, at most 200.';
