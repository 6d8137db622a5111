create table batches (
    batch_id integer not null,
    run_id text not null,
    loaded_at timestamp not null,
    extractor_version text not null,
    new_count integer not null,
    revised_count integer not null,
    reextracted_count integer not null,
    unchanged_count integer not null,
    reject_count integer not null
);

comment on table batches is 'Ledger of loading: one row per committed transaction, key batch_id.';
comment on column batches.batch_id is 'Number of the batch, from 1.';
comment on column batches.run_id is 'Run that loaded the batch.';
comment on column batches.loaded_at is 'When the batch was loaded, UTC.';
comment on column batches.extractor_version is 'Version of the extraction.';
comment on column batches.new_count is 'Texts of articles never seen before.';
comment on column batches.revised_count is 'Further texts of known articles, older ones that came late included.';
comment on column batches.reextracted_count is 'Stored texts whose layers were replaced.';
comment on column batches.unchanged_count is 'Texts that were stored and extracted by this version already.';
comment on column batches.reject_count is 'Rejects that were not known before.';
