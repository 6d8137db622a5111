create table inputs (
    run_id text not null,
    uri text not null,
    content_hash text,
    status text,
    record_count integer,
    rejected_count integer
);

comment on table inputs is 'One row per input of a run, key (run_id, uri).';
comment on column inputs.run_id is 'Run that read the input.';
comment on column inputs.uri is 'Path or address of the input.';
comment on column inputs.content_hash is 'BLAKE2b of the input''s bytes, hexadecimal; null when it could not be read.';
comment on column inputs.status is 'How reading the input went.';
comment on column inputs.record_count is 'Records read from the input, rejected ones included.';
comment on column inputs.rejected_count is 'Records of the input that could not be used.';
